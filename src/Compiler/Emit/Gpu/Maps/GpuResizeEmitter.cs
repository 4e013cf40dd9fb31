namespace Fusion.Compiler.Emit.Gpu.Maps;

/// <summary>Interpolations of any form: a thread walks through the positions that the filter reaches, and computes their shares.</summary>
internal static class GpuResizeEmitter
{
    public static void Emit(GpuMapWriter map)
    {
        var resize = (Resize)map.Plan.Operation;
        if (resize.IsUsual)
        {
            GpuResamplingEmitter.Emit(map);
            return;
        }

        CodeWriter writer = map.Writer;
        int[] from = GpuMapWriter.SizesOf(map.Plan.Inputs[0]), to = GpuMapWriter.SizesOf(map.Output);
        map.Locate();
        Axis[] axes =
        [
            .. Enumerable.Range(0, 3).Where(axis => !resize.IsSame(axis, from[axis], to[axis])).Select(axis =>
                new Axis(resize, GpuMapWriter.Axes[axis], new ResizeAxis(resize, axis, from[axis], to[axis]), from[axis], to[axis])),
        ];
        foreach (Axis axis in axes) axis.Declare(map);
        writer.Line(map.OfVectors ? "Float4 v = new Float4();" : "float v = 0f;");
        string inside = string.Join(" && ", axes.Where(axis => axis.Filter.HasRegion).Select(axis => axis.Name + "Inside"));
        if (inside.Length > 0 && resize.Outside != 0)
            map.Each(lane => $"if (!({inside})) v{lane} = {CodeWriter.Float(resize.Outside)};");
        if (inside.Length > 0) writer.Open($"if ({inside})");
        foreach (Axis axis in axes) axis.Open(map);
        string Place(int axis) => axes.Any(own => own.Name == GpuMapWriter.Axes[axis]) ? GpuMapWriter.Axes[axis] + "At" : map.Place(axis);
        map.Declare("near", map.At(Place(0), Place(1), Place(2)));
        string weight = string.Join(" * ", axes.Select(axis => axis.Name + "Weight"));
        map.Each(lane => $"v{lane} += near{lane} * {(axes.Length == 1 ? weight : $"({weight})")};");
        foreach (Axis _ in axes)
        {
            writer.Close();
            writer.Close();
        }

        if (inside.Length > 0) writer.Close();
    }

    /// <summary>One dimension that does not stay as it is.</summary>
    private sealed record Axis(Resize Resize, string Name, ResizeAxis Filter, int From, int To)
    {
        private bool IsNormalised => Resize.Form.Antialias || Resize.Form.ExcludeOutside;

        /// <summary>The position to the left, the way from there to the place, and the sum of all shares.</summary>
        public void Declare(GpuMapWriter map)
        {
            CodeWriter writer = map.Writer;
            if (To == 1) writer.Line($"int {Name} = 0;");
            long most = Math.Max(Math.Abs(Filter.Offset), Math.Abs((To - 1) * Filter.Factor + Filter.Offset)) + Filter.Denominator;
            bool isLong = most > int.MaxValue;
            string type = isLong ? "long" : "int", suffix = isLong ? "L" : "", whole = isLong ? "(int)" : "", place = Name + "Place";
            string denominator = Filter.Denominator + suffix;
            string offset = Filter.Offset == 0 ? "" : Filter.Offset > 0 ? $" + {Filter.Offset}{suffix}" : $" - {-Filter.Offset}{suffix}";
            writer.Line($"{type} {place} = {Name} * {Filter.Factor}{suffix}{offset};");
            if (Filter.HasRegion)
            {
                long near = (long)(Filter.Tolerance * Filter.Denominator);
                writer.Line($"bool {Name}Inside = {place} >= {-near}{suffix} && {place} <= "
                    + $"{(From - 1) * Filter.Denominator + near}L;");
            }

            // Rounded down.
            writer.Line($"int {Name}First = {whole}({place} >= 0 ? {place} / {denominator} "
                + $": -(({Filter.Denominator - 1}{suffix} - {place}) / {denominator}));");
            writer.Line(
                $"float {Name}Share = ({place} - {Name}First * {denominator}) / {CodeWriter.Float(Filter.Denominator)};");
            if (!IsNormalised) return;
            writer.Line($"float {Name}Sum = 0f;");
            writer.Open($"for (int i = {1 - Filter.Reach}; i <= {Filter.Reach}; i++)");
            string add = $"{Name}Sum += {Weight(map, "i")};";
            writer.Line(Resize.Form.ExcludeOutside ? $"if ({Name}First + i >= 0 && {Name}First + i < {From}) {add}" : add);
            writer.Close();
        }

        /// <summary>Opens the loop, and in it what has a share.</summary>
        public void Open(GpuMapWriter map)
        {
            CodeWriter writer = map.Writer;
            string i = Name + "Tap", at = Name + "At", weight = Name + "Weight";
            writer.Open($"for (int {i} = {1 - Filter.Reach}; {i} <= {Filter.Reach}; {i}++)");
            writer.Line($"int {at} = {Name}First + {i};");
            writer.Line($"float {weight} = {Weight(map, i)}{(IsNormalised ? $" / {Name}Sum" : "")};");
            if (Resize.Form.ExcludeOutside) writer.Line($"if ({at} < 0 || {at} >= {From}) {weight} = 0f;");
            else writer.Line($"{at} = {at} < 0 ? 0 : {at} >= {From} ? {From - 1} : {at};");
            writer.Open($"if ({weight} != 0f)");
        }

        private string Weight(GpuMapWriter map, string i)
        {
            string distance = $"({i} - {Name}Share)" + (Filter.Scale == 1 ? "" : " * " + CodeWriter.Float(Filter.Scale));
            return Resize.Mode == UpsampleMode.Bicubic
                ? map.Context.Functions.Call("Keys", distance, CodeWriter.Float(Resize.Form.CubicCoefficient))
                : map.Context.Functions.Call("Tent", distance);
        }
    }
}
