using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>What goes through positions in order. Threads share the channels.</summary>
public static class ScanEmitter
{
    /// <summary>A longer table would be most of the program; pivots have long been one number by then.</summary>
    private const int LongestTable = 4096;

    private static readonly string[] s_axes = ["frame", "line", "column"];

    public static void EmitSum(MapWriter map)
    {
        VectorCode code = map.Code;
        bool isReverse = ((CumulativeSum)map.Plan.Operation).Reverse;
        Emit(map, (writer, x, y, count) =>
        {
            writer.Line($"{code.DoubleType} lower = {code.DoubleType}.Zero, upper = {code.DoubleType}.Zero;");
            writer.Open(Loop(map, isReverse));
            writer.Line($"{code.Type} next = {code.Load($"{x} + {At(map, map.Input)}")};");
            writer.Line($"lower += {code.WidenLower("next")};");
            writer.Line($"upper += {code.WidenUpper("next")};");
            writer.Line($"{code.Type} v = {code.Narrow("lower", "upper")};");
            writer.Line($"float* target = {y} + {At(map, map.Output)};");
            foreach (string line in code.Store("v", "target", count)) writer.Line(line);
            writer.Close();
        });
    }

    /// <summary>Forward elimination into scratch memory, then backward substitution.</summary>
    public static void EmitSmooth(MapWriter map)
    {
        var smooth = (Smooth)map.Plan.Operation;
        VectorCode code = map.Code;
        int length = Length(map);
        double[] pivots = smooth.Pivots(length);
        map.Table("pivots", map.Plan.Name + "_pivots", pivots.Take(LongestTable));
        map.Table("factors", map.Plan.Name + "_factors", pivots.Take(LongestTable).Select(pivot => smooth.Lambda * pivot));
        bool hasAll = length <= LongestTable;
        string index = hasAll ? "[i]" : $"[Math.Min(i, {LongestTable - 1})]";
        string pivot = "pivots" + index;
        // Only the last position has one neighbour fewer.
        if (!hasAll) pivot = $"(i == {length - 1} ? {CodeWriter.Float(pivots[length - 1])} : {pivot})";
        map.Writer.Line($"float* eliminated = {KernelText.Scratch(map.Plan)};");
        Emit(map, (writer, x, y, count) =>
        {
            writer.Line($"{code.Type} v = {code.Zero};");
            writer.Open(Loop(map, isReverse: false));
            string next = code.Load($"{x} + {At(map, map.Input)}");
            writer.Line($"v = {code.MultiplyAdd("v", code.Constant(smooth.Lambda), next)} * {code.Broadcast(pivot)};");
            writer.Line($"v.Store(eliminated + i * {map.Lanes});");
            writer.Close();
            writer.Line($"v = {code.Zero};");
            writer.Open(Loop(map, isReverse: true));
            writer.Line($"v = {code.MultiplyAdd("v", code.Broadcast("factors" + index), code.Load($"eliminated + i * {map.Lanes}"))};");
            writer.Line($"float* target = {y} + {At(map, map.Output)};");
            foreach (string line in code.Store("v", "target", count)) writer.Line(line);
            writer.Close();
        });
    }

    private static int Axis(MapWriter map) => ((PositionScan)map.Plan.Operation).Axis;

    private static int[] Sizes(View view) => [view.Frames, view.Height, view.Width];

    private static int[] Strides(View view) => [view.PlaneStride, view.RowStride, view.PixelStride];

    private static int Length(MapWriter map) => Sizes(map.Output)[Axis(map)];

    private static string Loop(MapWriter map, bool isReverse) =>
        isReverse ? $"for (int i = {Length(map) - 1}; i >= 0; i--)" : $"for (int i = 0; i < {Length(map)}; i++)";

    private static string At(MapWriter map, View view) => KernelText.Times("i", Strides(view)[Axis(map)]);

    /// <summary>The loops over vectors of channels, and over the positions of the other dimensions.</summary>
    private static void Emit(MapWriter map, Action<CodeWriter, string, string, int> sequence)
    {
        CodeWriter writer = map.Writer;
        int channels = map.Output.Channels, lanes = map.Lanes, tail = channels % lanes, full = channels - tail;
        if (full > 0)
        {
            writer.Open($"for (int c = first * 16; c < Math.Min({full}, last * 16); c += {lanes})");
            One(" + c", lanes);
            writer.Close();
        }
        if (tail > 0)
        {
            writer.Open($"if (last == {map.Plan.Units} && first < last)");
            One(KernelText.Offset(full), tail);
            writer.Close();
        }

        void One(string channel, int count)
        {
            int[] others = [.. Enumerable.Range(0, 3).Where(axis => axis != Axis(map) && Sizes(map.Output)[axis] > 1)];
            foreach (int axis in others)
                writer.Open($"for (int {s_axes[axis]} = 0; {s_axes[axis]} < {Sizes(map.Output)[axis]}; {s_axes[axis]}++)");
            string Start(View view) => KernelText.Base(view) + channel
                + string.Concat(others.Select(axis => " + " + KernelText.Times(s_axes[axis], Strides(view)[axis])));
            writer.Line($"float* x = {Start(map.Input)}, y = {Start(map.Output)};");
            sequence(writer, "x", "y", count);
            foreach (int _ in others) writer.Close();
        }
    }
}
