using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Prints the softmax of a block of scores, in place. Sums run in 16 lanes whatever the vectors' width, and the lanes are added in order,
/// as those of every softmax do.
/// </summary>
internal static class AttentionSoftmax
{
    private const int SumLanes = SoftmaxScratch.SumLanes;

    /// <summary>The lanes' memory, declared once for a kernel.</summary>
    public static void Declare(CodeWriter writer, AttentionPlan plan)
    {
        writer.Line($"float* lane = stackalloc float[{SumLanes}];");
        if (IsLong(plan)) writer.Line($"double* wide = stackalloc double[{SumLanes}];");
    }

    private static bool IsLong(AttentionPlan plan) => plan.RowFloats > SumLanes * LongSums.MostTerms;

    /// <param name="rows">Queries of the block.</param>
    /// <param name="first">The number of the first.</param>
    public static void Emit(CpuContext context, AttentionPlan plan, int rows, string first)
    {
        CodeWriter writer = context.Kernels;
        VectorCode code = context.Code;
        int lanes = code.Set.Lanes, padded = plan.RowFloats, parts = SumLanes / lanes;
        writer.Comment("The softmax of each query's scores; keys that it does not see have the score −∞, whose exponential is 0.");
        writer.Line("float* e = scores;");
        writer.Open($"for (int row = 0; row < {rows}; row++, e += {padded})");
        if (plan.Sides.Mask is { } mask)
        {
            string at = mask.Pixels == 1 ? "mask"
                : $"mask + ({(first == "0" ? "row" : $"{first} + row")}) * {KernelText.Native(mask.PixelStride)}";
            writer.Line($"float* m = {at};");
            writer.Line($"for (int c = 0; c < {plan.Keys}; c += {lanes}) ({code.Load("e + c")} + {code.Load("m + c")}).Store(e + c);");
        }
        string seen = CodeWriter.Number(plan.Keys);
        if (plan.IsCausal)
        {
            writer.Line($"int seen = Math.Min({(first == "0" ? "" : first + " + ")}row + 1, {plan.Keys});");
            seen = "seen";
        }
        if (plan.IsCausal || plan.Keys < padded)
            writer.Line($"for (int c = {seen}; c < {padded}; c++) e[c] = float.NegativeInfinity;");
        writer.Line($"{code.Type} most = {code.Load("e")};");
        writer.Line($"for (int c = {lanes}; c < {padded}; c += {lanes}) most = {code.Max(code.Load("e + c"), "most")};");
        writer.Line("most.Store(lane);");
        writer.Line("float largest = lane[0];");
        writer.Line($"for (int i = 1; i < {lanes}; i++) largest = lane[i] > largest ? lane[i] : largest;");
        writer.Line($"{code.Type} shift = {code.Broadcast("largest")};");
        if (IsLong(plan)) EmitLongSum(context, parts, padded);
        else
        {
            for (int i = 0; i < parts; i++) writer.Line($"{code.Type} sum{i} = {code.Zero};");
            EmitExponentials(context, parts, "0", CodeWriter.Number(padded));
            for (int i = 0; i < parts; i++) writer.Line($"sum{i}.Store(lane{KernelText.Offset(i * lanes)});");
            writer.Line("float total = lane[0];");
            writer.Line($"for (int i = 1; i < {SumLanes}; i++) total += lane[i];");
        }
        writer.Line($"{code.Type} scale = {code.Broadcast("1f / total")};");
        writer.Line($"for (int c = 0; c < {padded}; c += {lanes}) ({code.Load("e + c")} * scale).Store(e + c);");
        writer.Close();
    }

    /// <summary>The exponentials of some scores, and their sums in <c>sum0</c> and so on.</summary>
    private static void EmitExponentials(CpuContext context, int parts, string from, string to)
    {
        CodeWriter writer = context.Kernels;
        // A loop for each vector of lanes: the constants of two exponentials at once would not stay in registers.
        for (int i = 0; i < parts; i++)
        {
            writer.Open($"for (int c = {from}; c < {to}; c += {SumLanes})");
            string at = "e + c" + KernelText.Offset(i * context.Set.Lanes);
            writer.Line($"{context.Code.Type} e{i} = {context.Functions.Call("Exp", $"{context.Code.Load(at)} - shift")};");
            writer.Line($"sum{i} += e{i};");
            writer.Line($"e{i}.Store({at});");
            writer.Close();
        }
    }

    /// <summary>The same where a lane has too many terms for one float.</summary>
    private static void EmitLongSum(CpuContext context, int parts, int padded)
    {
        const int step = SumLanes * LongSums.Chunk;
        CodeWriter writer = context.Kernels;
        VectorCode code = context.Code;
        WideSum[] totals = [.. Enumerable.Range(0, parts).Select(i => new WideSum(writer, code, $"total{i}"))];
        foreach (WideSum sum in totals) sum.Declare();
        writer.Open($"for (int from = 0; from < {padded}; from += {step})");
        writer.Line($"int to = Math.Min(from + {step}, {padded});");
        for (int i = 0; i < parts; i++) writer.Line($"{code.Type} sum{i} = {code.Zero};");
        EmitExponentials(context, parts, "from", "to");
        for (int i = 0; i < parts; i++) totals[i].Add($"sum{i}");
        writer.Close();
        for (int i = 0; i < parts; i++) totals[i].Store($"wide{KernelText.Offset(i * context.Set.Lanes)}");
        writer.Line("double sum = wide[0];");
        writer.Line($"for (int i = 1; i < {SumLanes}; i++) sum += wide[i];");
        writer.Line("float total = (float)sum;");
    }
}
