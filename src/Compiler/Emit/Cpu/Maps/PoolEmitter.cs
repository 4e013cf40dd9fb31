using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Maximum and average over windows. A window at the border is cut to what lies inside, so that no padding is read.</summary>
public static class PoolEmitter
{
    public static void EmitMax(MapWriter map)
    {
        var pool = (MaxPool)map.Plan.Operation;
        // The new value comes second, so that a NaN stays; one that is there already is kept by comparing the other way round.
        string Combine(string v, string x) =>
            $"{map.Code.Class}.ConditionalSelect({map.Code.Class}.GreaterThan({v}, {x}) | ~{map.Code.Class}.Equals({v}, {v}), {v}, {x})";
        Emit(map, pool.Kernel, pool.Stride, pool.Padding, Combine, _ => { });
    }

    public static void EmitAverage(MapWriter map)
    {
        var pool = (AveragePool)map.Plan.Operation;
        int[] kernel = Three(pool.Kernel, 1), padding = Three(pool.Padding, 0), stride = Three(pool.Stride, 1);
        int[] input = [map.Input.Frames, map.Input.Height, map.Input.Width];
        string[] names = ["frame", "line", "column"];
        string Count(int i)
        {
            // With padding counted, a window is cut only where it leaves the padded input: in ceil mode.
            if (!pool.CountPadding) return $"({names[i]}To - {names[i]}From)";
            int outputs = i == 0 ? map.Output.Frames : i == 1 ? map.Output.Height : map.Output.Width;
            bool leaves = (outputs - 1L) * stride[i] + kernel[i] > input[i] + 2 * padding[i];
            return leaves ? $"Math.Min({kernel[i]}, {input[i] + 2 * padding[i]} - {names[i]} * {stride[i]})" : CodeWriter.Number(kernel[i]);
        }
        double taps = Limits.Product(pool.Kernel);
        // The padding may hold more positions than an int counts.
        string wide = pool.CountPadding && taps > int.MaxValue ? "(double)" : "";
        void Scale(string when)
        {
            if (when == "pixel")
                map.Writer.Line($"{map.Code.Type} count = {map.Code.Broadcast($"(float)({wide}{Count(0)} * {Count(1)} * {Count(2)})")};");
            else map.Writer.Line("v /= count;");
        }
        bool isLong = taps > LongSums.MostTerms;
        Emit(map, pool.Kernel, pool.Stride, pool.Padding, (v, x) => $"{v} + {x}", Scale, isLong);
    }

    private static void Emit(
        MapWriter map, EquatableArray<int> kernels, EquatableArray<int> strides, EquatableArray<int> paddings,
        Func<string, string, string> combine, Action<string> scale,
        bool isLongSum = false)
    {
        CodeWriter writer = map.Writer;
        View input = map.Input, output = map.Output;
        int[] kernel = Three(kernels, 1), stride = Three(strides, 1), padding = Three(paddings, 0);
        map.OpenRows();
        writer.Line(output.Frames == 1
            ? "int frame = 0, line = row;"
            : $"int frame = row / {output.Height}, line = row % {output.Height};");
        Range("frame", 0, input.Frames);
        Range("line", 1, input.Height);
        writer.Open($"for (int column = 0; column < {output.Width}; column++)");
        Range("column", 2, input.Width);
        scale("pixel");
        writer.Line(
            $"float* window = {KernelText.Base(input)} + frameFrom * {input.PlaneStride} + lineFrom * {input.RowStride} + columnFrom * " +
            $"{input.PixelStride};");
        map.Channels(output.Channels, channel =>
        {
            var total = new WideSum(writer, map.Code, "total");
            if (isLongSum) total.Declare();
            else writer.Line(
                $"{map.Code.Type} v = " +
                $"{(combine("v", "x").Contains(" + ") ? map.Code.Zero : map.Code.Broadcast("float.NegativeInfinity"))};");
            writer.Line($"float* plane = window{channel};");
            writer.Open($"for (int t = frameFrom; t < frameTo; t++, plane += {input.PlaneStride})");
            writer.Line("float* lines = plane;");
            writer.Open($"for (int i = lineFrom; i < lineTo; i++, lines += {input.RowStride})");
            writer.Line("float* x = lines;");
            if (isLongSum) total.AddAll("j", "columnFrom", "columnTo", map.Code.Load("x"), $"x += {input.PixelStride}");
            else
            {
                writer.Open($"for (int j = columnFrom; j < columnTo; j++, x += {input.PixelStride})");
                writer.Line($"{map.Code.Type} next = {map.Code.Load("x")};");
                writer.Line($"v = {combine("v", "next")};");
                writer.Close();
            }
            writer.Close();
            writer.Close();
            if (isLongSum) writer.Line($"{map.Code.Type} v = {total.Value};");
            scale("vector");
        });
        map.NextPixel();
        writer.Close();
        writer.Close();

        void Range(string name, int i, int size)
        {
            string start = $"{KernelText.Times(name, stride[i])}{KernelText.Offset(-padding[i])}";
            writer.Line(
                $"int {name}From = {(padding[i] > 0 ? $"Math.Max(0, {start})" : start)}, {name}To = Math.Min({size}, {start} + " +
                $"{kernel[i]});");
        }
    }

    private static int[] Three(EquatableArray<int> sizes, int missing) => [.. Enumerable.Repeat(missing, 3 - sizes.Count), .. sizes];
}
