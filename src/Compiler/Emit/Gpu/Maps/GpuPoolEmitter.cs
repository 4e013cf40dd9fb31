using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Emit.Gpu.Maps;

/// <summary>Maximum and average over windows. A window at the border is cut to what lies inside.</summary>
internal static class GpuPoolEmitter
{
    public static void EmitMax(GpuMapWriter map)
    {
        var pool = (MaxPool)map.Plan.Operation;
        EmitWindow(map, pool.Kernel, pool.Stride, pool.Padding, "float.NegativeInfinity",
            lane => $"v{lane} = {map.Context.Functions.Call("Greater", "v" + lane, "next" + lane)};");
    }

    public static void EmitAverage(GpuMapWriter map)
    {
        var pool = (AveragePool)map.Plan.Operation;
        EmitWindow(map, pool.Kernel, pool.Stride, pool.Padding, "0f", lane => $"v{lane} += next{lane};");
        map.Writer.Line($"float count = {string.Join(" * ", Enumerable.Range(0, 3).Select(Count))};");
        map.Each(lane => $"v{lane} /= count;");

        string Count(int axis)
        {
            string name = GpuMapWriter.Axes[axis];
            if (!pool.CountPadding) return $"(float)({name}To - {name}From)";
            // With padding counted, a window is cut only where it leaves the padded input: in ceil mode.
            int kernel = PackedConvolution.ThreeOf(pool.Kernel, 1)[axis], stride = PackedConvolution.ThreeOf(pool.Stride, 1)[axis];
            int padding = PackedConvolution.ThreeOf(pool.Padding, 0)[axis];
            int padded = GpuMapWriter.SizesOf(map.Plan.Inputs[0])[axis] + 2 * padding, counts = GpuMapWriter.SizesOf(map.Output)[axis];
            if ((counts - 1L) * stride + kernel <= padded) return CodeWriter.Float(kernel);
            string left = GpuValue.Sum(CodeWriter.Number(padded)) + (map.Place(axis) == "0" ? "" : $" - {map.Place(axis)} * {stride}");
            return $"(float)({left} < {kernel} ? {left} : {kernel})";
        }
    }

    private static void EmitWindow(GpuMapWriter map, EquatableArray<int> kernels, EquatableArray<int> strides, EquatableArray<int> paddings,
        string first, Func<string, string> combine)
    {
        CodeWriter writer = map.Writer;
        EquatableArray<int> kernel = PackedConvolution.ThreeOf(kernels, 1), stride = PackedConvolution.ThreeOf(strides, 1);
        EquatableArray<int> padding = PackedConvolution.ThreeOf(paddings, 0);
        int[] sizes = GpuMapWriter.SizesOf(map.Plan.Inputs[0]);
        map.Locate();
        for (int axis = 0; axis < 3; axis++)
        {
            string name = GpuMapWriter.Axes[axis], corner = name + "Corner";
            string scaled = map.Place(axis) == "0" ? "" : GpuValue.Times(map.Place(axis), stride[axis]);
            string at = scaled.Length == 0 ? CodeWriter.Number(-padding[axis])
                : padding[axis] == 0 ? scaled : $"{scaled} - {padding[axis]}";
            string last = $"{corner} + {kernel[axis]}";
            writer.Line($"int {corner} = {at};");
            writer.Line($"int {name}From = {corner} > 0 ? {corner} : 0, {name}To = {last} < {sizes[axis]} ? {last} : {sizes[axis]};");
        }
        writer.Line(map.OfVectors ? "Float4 v = new Float4();" : "float v;");
        map.Each(lane => $"v{lane} = {first};");
        writer.Open("for (int t = frameFrom; t < frameTo; t++)");
        writer.Open("for (int i = lineFrom; i < lineTo; i++)");
        writer.Open("for (int j = columnFrom; j < columnTo; j++)");
        map.Declare("next", map.At("t", "i", "j"));
        map.Each(combine);
        writer.Close();
        writer.Close();
        writer.Close();
    }
}
