namespace Fusion.Compiler.Emit.Gpu.Maps;

/// <summary>What goes through positions in order. Each thread goes through those that its result depends on.</summary>
internal static class GpuScanEmitter
{
    public static void EmitSum(GpuMapWriter map)
    {
        var sum = (CumulativeSum)map.Plan.Operation;
        CodeWriter writer = map.Writer;
        map.Locate();
        string own = map.Place(sum.Axis);
        writer.Line("float v = 0f;");
        writer.Line(sum.Reverse
            ? $"for (int i = {Length(map) - 1}; i >= {own}; i--) v += {At(map)};"
            : $"for (int i = 0; i <= {own}; i++) v += {At(map)};");
    }

    /// <summary>Elimination from both ends to the thread's own position; no value has to be kept.</summary>
    public static void EmitSmooth(GpuMapWriter map)
    {
        var smooth = (Smooth)map.Plan.Operation;
        CodeWriter writer = map.Writer;
        map.Locate();
        string own = map.Place(smooth.Axis), lambda = CodeWriter.Float(smooth.Lambda);
        int length = Length(map);
        string end = CodeWriter.Float(1 + (length > 1 ? smooth.Lambda : 0)), inner = CodeWriter.Float(1 + 2 * smooth.Lambda);
        foreach (var (name, loop, outermost) in new[]
        {
            ("before", $"for (int i = 0; i < {own}; i++)", "0"),
            ("behind", $"for (int i = {length - 1}; i > {own}; i--)", CodeWriter.Number(length - 1)),
        })
        {
            writer.Line($"float {name} = 0f, {name}Factor = 0f;");
            writer.Open(loop);
            writer.Line($"float pivot = 1f / ((i == {outermost} ? {end} : {inner}) - {lambda} * {name}Factor);");
            writer.Line($"{name} = ({At(map)} + {lambda} * {name}) * pivot;");
            writer.Line($"{name}Factor = {lambda} * pivot;");
            writer.Close();
        }
        writer.Line($"float diagonal = {(length == 1 ? end : $"{own} == 0 || {own} == {length - 1} ? {end} : {inner}")};");
        string here = map.At(map.Place(0), map.Place(1), map.Place(2));
        writer.Line($"float v = ({here} + {lambda} * (before + behind)) "
            + $"/ (diagonal - {lambda} * (beforeFactor + behindFactor));");
    }

    private static int Length(GpuMapWriter map) => GpuMapWriter.SizesOf(map.Output)[((PositionScan)map.Plan.Operation).Axis];

    /// <summary>The input at the loop's position.</summary>
    private static string At(GpuMapWriter map)
    {
        int axis = ((PositionScan)map.Plan.Operation).Axis;
        string Place(int i) => i == axis ? "i" : map.Place(i);
        return map.At(Place(0), Place(1), Place(2));
    }
}
