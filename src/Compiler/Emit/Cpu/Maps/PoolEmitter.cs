using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Maximum and average over windows. A window at the border is cut to what lies inside, so that no padding is read.</summary>
public static class PoolEmitter
{
    /// <summary>Each position is compared with the one before, which takes longer than to load it: several vectors don't wait.</summary>
    private const int VectorsAtOnce = 4;

    public static void EmitMax(MapWriter map)
    {
        var pool = (MaxPool)map.Plan.Operation;
        // The new value comes second, so that a NaN stays; one that is there already is kept by the choice.
        string Combine(string v, string x) =>
            $"{map.Code.Class}.ConditionalSelect({map.Code.Class}.Equals({v}, {v}), {map.Code.Max(v, x)}, {v})";
        Emit(map, PoolWindow.Of(pool), map.Code.Broadcast("float.NegativeInfinity"), Combine);
    }

    public static void EmitAverage(MapWriter map)
    {
        var pool = (AveragePool)map.Plan.Operation;
        var window = PoolWindow.Of(pool);
        int[] input = [map.Input.Frames, map.Input.Height, map.Input.Width];
        string[] names = ["frame", "line", "column"];
        string Count(int i)
        {
            // With padding counted, a window is cut only where it leaves the padded input: in ceil mode.
            PoolSpan span = window.Along(i);
            if (!pool.CountPadding) return span.Dilation > 1 ? names[i] + "Taps" : $"({names[i]}To - {names[i]}From)";
            int outputs = i == 0 ? map.Output.Frames : i == 1 ? map.Output.Height : map.Output.Width;
            if (!span.LeavesPadding(input[i], outputs)) return CodeWriter.Number(span.Kernel);
            string left = $"{input[i] + span.Padding + span.End} - {names[i]} * {span.Stride}";
            return $"Math.Min({span.Kernel}, {(span.Dilation == 1 ? left : $"({left} + {span.Dilation - 1}) / {span.Dilation}")})";
        }
        double taps = Limits.Product(pool.Kernel);
        // The padding may hold more positions than an int counts.
        string wide = pool.CountPadding && taps > int.MaxValue ? "(double)" : "";
        Emit(map, window, map.Code.Zero, (v, x) => $"{v} + {x}",
            () => map.Code.Broadcast($"(float)({wide}{Count(0)} * {Count(1)} * {Count(2)})"), isLongSum: taps > LongSums.MostTerms);
    }

    /// <param name="start">The value of no position.</param>
    /// <param name="combine">A value and that of one more position.</param>
    /// <param name="count">What the value of a pixel's window is divided by; null for nothing.</param>
    private static void Emit(
        MapWriter map, PoolWindow windows, string start, Func<string, string, string> combine, Func<string>? count = null,
        bool isLongSum = false)
    {
        CodeWriter writer = map.Writer;
        View input = map.Input, output = map.Output;
        map.OpenRows();
        writer.Comment("Of each window, the positions inside of the value.");
        writer.Line(output.Frames == 1
            ? "int frame = 0, line = row;"
            : $"int frame = row / {output.Height}, line = row % {output.Height};");
        Range("frame", 0, input.Frames);
        Range("line", 1, input.Height);
        writer.Open($"for (int column = 0; column < {output.Width}; column++)");
        Range("column", 2, input.Width);
        if (count is not null) writer.Line($"{map.Code.Type} count = {count()};");
        writer.Line(
            $"float* window = {KernelText.Base(input)} + frameFrom * {input.PlaneStride} + lineFrom * {input.RowStride} + columnFrom * " +
            $"{input.PixelStride};");
        map.ChannelGroups(output.Channels, isLongSum ? 1 : VectorsAtOnce, (channel, vectors) =>
        {
            var total = new WideSum(writer, map.Code, "total");
            if (isLongSum) total.Declare();
            else foreach (string v in vectors) writer.Line($"{map.Code.Type} {v} = {start};");
            writer.Line($"float* plane = window{channel};");
            writer.Open(Loop("t", "frame", 0, $"plane += {Step(0, input.PlaneStride)}"));
            writer.Line("float* lines = plane;");
            writer.Open(Loop("i", "line", 1, $"lines += {Step(1, input.RowStride)}"));
            writer.Line("float* x = lines;");
            if (isLongSum) total.AddAll("j", From("column", 2), To("column", 2), map.Code.Load("x"), $"x += {Step(2, input.PixelStride)}");
            else
            {
                writer.Open(Loop("j", "column", 2, $"x += {Step(2, input.PixelStride)}"));
                for (int n = 0; n < vectors.Count; n++)
                    writer.Line($"{vectors[n]} = {combine(vectors[n], map.Code.Load("x" + KernelText.Offset(n * map.Lanes)))};");
                writer.Close();
            }
            writer.Close();
            writer.Close();
            if (isLongSum) writer.Line($"{map.Code.Type} {vectors[0]} = {total.Value};");
            if (count is not null) foreach (string v in vectors) writer.Line($"{v} /= count;");
        });
        map.NextPixel();
        writer.Close();
        writer.Close();

        void Range(string name, int i, int size)
        {
            PoolSpan span = windows.Along(i);
            string start = $"{KernelText.Times(name, span.Stride)}{KernelText.Offset(-span.Padding)}";
            if (span.Dilation > 1)
            {
                // The first position of the window that is inside, and how many follow.
                int step = span.Dilation;
                writer.Line($"int {name}Start = {start};");
                writer.Line(span.Padding == 0 ? $"int {name}From = {name}Start;"
                    : $"int {name}From = {name}Start >= 0 ? {name}Start : {name}Start + ({step - 1} - {name}Start) / {step} * {step};");
                writer.Line($"int {name}Taps = (Math.Min({size}, {name}Start + {span.Extent}) - {name}From + {step - 1}) / {step};");
                return;
            }
            writer.Line(
                $"int {name}From = {(span.Padding > 0 ? $"Math.Max(0, {start})" : start)}, {name}To = Math.Min({size}, {start} + " +
                $"{span.Kernel});");
        }

        // Where the window's positions lie apart, they are counted instead.
        string From(string name, int i) => windows.Along(i).Dilation > 1 ? "0" : name + "From";

        string To(string name, int i) => windows.Along(i).Dilation > 1 ? name + "Taps" : name + "To";

        long Step(int i, int stride) => (long)windows.Along(i).Dilation * stride;

        string Loop(string counter, string name, int i, string step) =>
            $"for (int {counter} = {From(name, i)}; {counter} < {To(name, i)}; {counter}++, {step})";
    }
}
