using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Prints the kernels that finish a weight gradient: the chunks' sums are added up, and a panel at a time is turned around, from outputs
/// side by side to [output][input][tap].
/// </summary>
public static class WeightGradientResultEmitter
{
    public static void Emit(CpuContext context, WeightGradientResultPlan plan)
    {
        CodeWriter writer = context.Kernels;
        GradientSums sums = plan.Sums;
        KernelText.OpenKernel(writer, plan);
        writer.Line($"float* turned = {KernelText.Scratch(plan)};");
        writer.Open("for (int panel = first; panel < last; panel++)");
        writer.Line($"int group = panel / {sums.PanelsPerGroup}, part = panel % {sums.PanelsPerGroup};");
        string Choose(int full, int rest) => full == rest || sums.PanelsPerGroup == 1 ? CodeWriter.Number(rest)
            : $"part < {sums.PanelsPerGroup - 1} ? {full} : {rest}";
        writer.Line($"nint width = {Choose(sums.PanelChannels, sums.LastChannels)};");
        writer.Line($"int outputs = {Choose(sums.PanelChannels, sums.LastOutputs)};");
        writer.Line($"float* panelSums = {KernelText.Base(sums.Memory)} + group * {KernelText.Native(sums.GroupFloats)} + part * "
            + $"{KernelText.Native(sums.PanelFloats)};");
        writer.Line($"float* y = {KernelText.Base(plan.Output)} + (group * {sums.Outputs} + part * {sums.PanelChannels}) * "
            + $"{KernelText.Native(sums.Depth)};");
        writer.Open($"for (int firstInput = 0; firstInput < {sums.Inputs}; firstInput += {plan.InputsAtOnce})");
        writer.Line($"int inputs = Math.Min({plan.InputsAtOnce}, {sums.Inputs} - firstInput);");
        EmitSums(context, sums);
        EmitStores(writer, sums);
        writer.Close();
        writer.Close();
        KernelText.CloseKernel(writer);
    }

    private static void EmitSums(CpuContext context, GradientSums sums)
    {
        CodeWriter writer = context.Kernels;
        VectorCode code = context.Code;
        writer.Comment("[input][tap][output of the panel]");
        writer.Line("float* target = turned;");
        writer.Open("for (int input = firstInput; input < firstInput + inputs; input++)");
        writer.Open($"for (int tap = 0; tap < {sums.Taps}; tap++)");
        writer.Line($"float* source = panelSums + (tap * {sums.Inputs} + input) * width;");
        writer.Open($"for (int n = 0; n < width; n += {code.Set.Lanes}, target += {code.Set.Lanes})");
        if (sums.Chunks == 1) writer.Line($"{code.Load("source + n")}.Store(target);");
        else
        {
            var total = new WideSum(writer, code, "total");
            total.Declare();
            writer.Line("float* next = source + n;");
            writer.Open($"for (int chunk = 0; chunk < {sums.Chunks}; chunk++, next += {sums.ChunkFloats})");
            writer.Line($"{code.Type} chunkSum = {code.Load("next")};");
            total.Add("chunkSum");
            writer.Close();
            writer.Line($"({total.Value}).Store(target);");
        }
        writer.Close();
        writer.Close();
        writer.Close();
    }

    private static void EmitStores(CodeWriter writer, GradientSums sums)
    {
        writer.Line($"int values = inputs * {sums.Taps};");
        writer.Open("for (int output = 0; output < outputs; output++)");
        writer.Line("float* source = turned + output;");
        writer.Line($"float* result = y + output * {KernelText.Native(sums.Depth)} + firstInput * {sums.Taps};");
        writer.Line("int i = 0;");
        writer.Open("for (; i <= values - 4; i += 4, source += 4 * width)");
        writer.Line("result[i] = *source;");
        writer.Line("result[i + 1] = source[width];");
        writer.Line("result[i + 2] = source[2 * width];");
        writer.Line("result[i + 3] = source[3 * width];");
        writer.Close();
        writer.Line("for (; i < values; i++, source += width) result[i] = *source;");
        writer.Close();
    }
}
