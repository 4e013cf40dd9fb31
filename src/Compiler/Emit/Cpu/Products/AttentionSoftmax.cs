using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints the softmax of a block of scores, in place.</summary>
internal static class AttentionSoftmax
{
    /// <param name="rows">Queries of the block.</param>
    /// <param name="first">The number of the first.</param>
    public static void Emit(CpuContext context, AttentionPlan plan, int rows, string first)
    {
        CodeWriter writer = context.Kernels;
        VectorCode code = context.Code;
        int lanes = code.Set.Lanes, padded = plan.RowFloats;
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
        writer.Line($"{code.Type} scale = {code.Broadcast($"1f / {SoftmaxExponentials.Call(context, "e", padded)}")};");
        writer.Line($"for (int c = 0; c < {padded}; c += {lanes}) ({code.Load("e + c")} * scale).Store(e + c);");
        writer.Close();
    }
}
