using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Emit.Gpu.Maps;

/// <summary>Maximum and average over windows. A window at the border is cut to what lies inside.</summary>
internal static class GpuPoolEmitter
{
    public static void EmitMax(GpuMapWriter map)
    {
        var pool = (MaxPool)map.Plan.Operation;
        EmitWindow(map, PoolWindow.Of(pool), "float.NegativeInfinity",
            lane => $"v{lane} = {map.Context.Functions.Call("Greater", "v" + lane, "next" + lane)};");
    }

    public static void EmitAverage(GpuMapWriter map)
    {
        var pool = (AveragePool)map.Plan.Operation;
        var window = PoolWindow.Of(pool);
        EmitWindow(map, window, "0f", lane => $"v{lane} += next{lane};");
        map.Writer.Line($"float count = {string.Join(" * ", Enumerable.Range(0, 3).Select(Count))};");
        map.Each(lane => $"v{lane} /= count;");

        string Count(int axis)
        {
            string name = GpuMapWriter.Axes[axis];
            PoolSpan span = window.Along(axis);
            if (!pool.CountPadding) return $"(float)({Counted($"{name}To - {name}From", span)})";
            // With padding counted, a window is cut only where it leaves the padded input: in ceil mode.
            int input = GpuMapWriter.SizesOf(map.Plan.Inputs[0])[axis];
            if (!span.LeavesPadding(input, GpuMapWriter.SizesOf(map.Output)[axis])) return CodeWriter.Float(span.Kernel);
            string left = Counted(GpuValue.Sum(CodeWriter.Number(input + span.Padding + span.End))
                + (map.Place(axis) == "0" ? "" : $" - {map.Place(axis)} * {span.Stride}"), span);
            return $"(float)({left} < {span.Kernel} ? {left} : {span.Kernel})";
        }
    }

    /// <summary>How many of a window's positions lie among so many, of which the first is one.</summary>
    private static string Counted(string positions, PoolSpan span) =>
        span.Dilation == 1 ? positions : $"({positions} + {span.Dilation - 1}) / {span.Dilation}";

    private static void EmitWindow(GpuMapWriter map, PoolWindow windows, string first, Func<string, string> combine)
    {
        CodeWriter writer = map.Writer;
        int[] sizes = GpuMapWriter.SizesOf(map.Plan.Inputs[0]);
        map.Locate();
        for (int axis = 0; axis < 3; axis++)
        {
            string name = GpuMapWriter.Axes[axis], corner = name + "Corner";
            PoolSpan span = windows.Along(axis);
            string scaled = map.Place(axis) == "0" ? "" : GpuValue.Times(map.Place(axis), span.Stride);
            string at = scaled.Length == 0 ? CodeWriter.Number(-span.Padding)
                : span.Padding == 0 ? scaled : $"{scaled} - {span.Padding}";
            string last = $"{corner} + {span.Extent}";
            // The first position of the window that is inside.
            string inside = span.Dilation == 1 ? "0"
                : $"{corner} + ({span.Dilation - 1} - {corner}) / {span.Dilation} * {span.Dilation}";
            writer.Line($"int {corner} = {at};");
            string from = $"{corner} > 0 ? {corner} : {inside}", to = $"{last} < {sizes[axis]} ? {last} : {sizes[axis]}";
            writer.Line($"int {name}From = {from}, {name}To = {to};");
        }
        writer.Line(map.OfVectors ? "Float4 v = new Float4();" : "float v;");
        map.Each(lane => $"v{lane} = {first};");
        writer.Open($"for (int t = frameFrom; t < frameTo; {Step("t", 0)})");
        writer.Open($"for (int i = lineFrom; i < lineTo; {Step("i", 1)})");
        writer.Open($"for (int j = columnFrom; j < columnTo; {Step("j", 2)})");
        map.Declare("next", map.At("t", "i", "j"));
        map.Each(combine);
        writer.Close();
        writer.Close();
        writer.Close();

        string Step(string counter, int axis) =>
            windows.Along(axis).Dilation is > 1 and var step ? $"{counter} += {step}" : counter + "++";
    }
}
