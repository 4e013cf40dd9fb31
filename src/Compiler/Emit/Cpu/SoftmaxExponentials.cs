using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// The exponentials of a softmax, in place, and their sum. A method of its own, which all rows share: beside multiply-adds, or in a long
/// kernel, its constants would not stay in registers. Sums run in 16 lanes whatever the vectors' width, and the lanes are added in order,
/// so that every instruction set adds in the same order.
/// </summary>
internal static class SoftmaxExponentials
{
    private const int SumLanes = SoftmaxScratch.SumLanes;

    /// <summary>The call, whose result is the sum.</summary>
    /// <param name="pointer">Where the scores lie. What fills them up to a whole number of lanes must be −∞.</param>
    /// <param name="count">How many there are, a multiple of 16.</param>
    public static string Call(CpuContext context, string pointer, int count) =>
        $"{Add(context, isLong: count > SumLanes * LongSums.MostTerms)}({pointer}, {count})";

    /// <summary>Prints the method, unless there is one already, and returns its name.</summary>
    /// <param name="isLong">A lane has too many terms for one float.</param>
    private static string Add(CpuContext context, bool isLong)
    {
        VectorCode code = context.Code;
        var writer = new CodeWriter();
        int lanes = code.Set.Lanes, parts = SumLanes / lanes;
        writer.Summary("Puts e to the power of each score less the largest, which is taken off so that nothing overflows, in its place. "
            + "Returns the sum.");
        writer.Line("[@MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        writer.Open($"private static float {TileLibrary.Placeholder}(float* e, int count)");
        writer.Open("unchecked");
        writer.Line($"float* lane = stackalloc float[{SumLanes}];");
        writer.Line($"{code.Type} most = {code.Load("e")};");
        writer.Line($"for (int c = {lanes}; c < count; c += {lanes}) most = {code.Max(code.Load("e + c"), "most")};");
        writer.Line("most.Store(lane);");
        writer.Line("float largest = lane[0];");
        writer.Line($"for (int i = 1; i < {lanes}; i++) largest = lane[i] > largest ? lane[i] : largest;");
        writer.Line($"{code.Type} shift = {code.Broadcast("largest")};");
        if (isLong) EmitLongSum(context, writer, parts);
        else
        {
            EmitExponentials(context, writer, parts, "0", "count");
            for (int i = 0; i < parts; i++) writer.Line($"sum{i}.Store(lane{KernelText.Offset(i * lanes)});");
            writer.Line("float total = lane[0];");
            writer.Line($"for (int i = 1; i < {SumLanes}; i++) total += lane[i];");
            writer.Line("return total;");
        }
        writer.Close();
        writer.Close();
        return context.Tiles.Add(isLong ? "Exponentials_Long" : "Exponentials", writer.ToString());
    }

    /// <summary>The exponentials of some scores, and their sums in <c>sum0</c> and so on.</summary>
    private static void EmitExponentials(CpuContext context, CodeWriter writer, int parts, string from, string to)
    {
        // A loop for each vector of lanes: the constants of two exponentials at once would not stay in registers.
        for (int i = 0; i < parts; i++)
        {
            string at = "e + c" + KernelText.Offset(i * context.Set.Lanes);
            writer.Line($"{context.Code.Type} sum{i} = {context.Code.Zero};");
            writer.Open($"for (int c = {from}; c < {to}; c += {SumLanes})");
            writer.Line($"{context.Code.Type} v = {context.Functions.Call("Exp", $"{context.Code.Load(at)} - shift")};");
            writer.Line($"sum{i} += v;");
            writer.Line($"v.Store({at});");
            writer.Close();
        }
    }

    /// <summary>The same in chunks, whose sums are added in double precision.</summary>
    private static void EmitLongSum(CpuContext context, CodeWriter writer, int parts)
    {
        const int step = SumLanes * LongSums.Chunk;
        WideSum[] totals = [.. Enumerable.Range(0, parts).Select(i => new WideSum(writer, context.Code, $"total{i}"))];
        foreach (WideSum sum in totals) sum.Declare();
        writer.Open($"for (int from = 0; from < count; from += {step})");
        writer.Line($"int to = Math.Min(from + {step}, count);");
        EmitExponentials(context, writer, parts, "from", "to");
        for (int i = 0; i < parts; i++) totals[i].Add($"sum{i}");
        writer.Close();
        writer.Line($"double* wide = stackalloc double[{SumLanes}];");
        for (int i = 0; i < parts; i++) totals[i].Store($"wide{KernelText.Offset(i * context.Set.Lanes)}");
        writer.Line("double sum = wide[0];");
        writer.Line($"for (int i = 1; i < {SumLanes}; i++) sum += wide[i];");
        writer.Line("return (float)sum;");
    }
}
