using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints the kernels that lay weights out in panels: for each tap, for each input, the panel's outputs side by side.</summary>
public static class PackWeightsEmitter
{
    public static void Emit(CpuContext context, PackWeightsPlan plan)
    {
        CodeWriter writer = context.Kernels;
        KernelText.OpenKernel(writer, plan);
        writer.Line($"float* source = {KernelText.Weights(plan.Source.Offset)};");
        writer.Line($"float* target = {KernelText.Weights(plan.Weights)};");
        writer.Line($"float* biases = {KernelText.Biases(plan.Weights)};");
        if (plan.Weights.IsDepthwise) EmitDepthwise(writer, plan);
        else EmitPanels(writer, plan);
        KernelText.CloseKernel(writer);
    }

    public static void Emit(CpuContext context, PackSlopesPlan plan)
    {
        CodeWriter writer = context.Kernels;
        KernelText.OpenKernel(writer, plan);
        writer.Line("if (first == last) return;");
        writer.Line($"float* source = {KernelText.Weights(plan.Source.Offset)};");
        writer.Line($"float* target = {KernelText.Weights(plan.Slopes.Offset)};");
        string from = plan.Source.Channels == 1 ? "0" : "c";
        writer.Line($"for (int c = 0; c < {plan.Slopes.Channels}; c++) target[c] = source[{from}];");
        KernelText.CloseKernel(writer);
    }

    private static void EmitDepthwise(CodeWriter writer, PackWeightsPlan plan)
    {
        int taps = plan.Weights.Convolution.Taps, channels = plan.Weights.Convolution.Outputs;
        int padded = PackedWeights.PaddedTo16(channels);
        writer.Line("if (first == last) return;");
        writer.Line($"{KernelText.Clear("target", (long)taps * padded)}");
        writer.Line($"{KernelText.Clear("biases", padded)}");
        writer.Open($"for (int c = 0; c < {channels}; c++)");
        writer.Line($"for (int t = 0; t < {taps}; t++) target[t * {padded} + c] = source[c * {plan.LayerTaps} + {LayerTap(plan, "t")}];");
        if (plan.Bias is { } bias) writer.Line($"biases[c] = {At(bias, "c")};");
        writer.Close();
    }

    private static void EmitPanels(CodeWriter writer, PackWeightsPlan plan)
    {
        PackedWeights weights = plan.Weights;
        int taps = weights.Convolution.Taps, ofLayer = plan.LayerTaps, inputs = weights.Inputs, outputs = weights.Outputs,
        perGroup = weights.PanelsPerGroup;
        writer.Open("for (int panel = first; panel < last; panel++)");
        writer.Line($"int group = panel / {perGroup}, number = panel % {perGroup}, firstOutput = number * {weights.PanelChannels};");
        string width = weights.TailVectors == 0 ? CodeWriter.Number(weights.PanelChannels)
            : $"number < {weights.FullPanelsPerGroup} ? {weights.PanelChannels} : {weights.TailChannels}";
        writer.Line($"int width = {width};");
        writer.Line($"float* y = target + group * {KernelText.Native(weights.GroupFloats)} + firstOutput * {(long)taps * inputs}L;");
        writer.Open($"for (int lane = 0; lane < width; lane++)");
        writer.Line("int output = firstOutput + lane;");
        writer.Line($"bool exists = output < {outputs};");
        // Of the layer, the panel's outputs are inputs where it is transposed.
        string start = plan.IsTransposed ? $"group * {(long)inputs * outputs * ofLayer}L + output * {ofLayer}"
            : $"(group * {outputs} + output) * {(long)inputs * ofLayer}L";
        string step = plan.IsTransposed ? $"{(long)outputs * ofLayer}L" : CodeWriter.Number(ofLayer);
        writer.Line($"float* x = source + {start};");
        writer.Line($"for (int tap = 0; tap < {taps}; tap++)");
        writer.Line($"    for (int input = 0; input < {inputs}; input++)");
        writer.Line($"        y[(tap * {inputs} + input) * width + lane] = exists ? x[input * {step} + {LayerTap(plan, "tap")}] : 0;");
        string value = plan.Bias is null ? "0" : $"exists ? {At(plan.Bias, $"group * {outputs} + output")} : 0";
        writer.Line($"biases[group * {weights.PaddedOutputs} + output] = {value};");
        writer.Close();
        writer.Close();
    }

    /// <summary>Which of the layer's taps one of the panel's is.</summary>
    private static string LayerTap(PackWeightsPlan plan, string tap)
    {
        if (plan.Phase is not { } phase) return plan.IsTransposed ? $"{plan.LayerTaps - 1} - {tap}" : tap;
        int[] kernel = [.. plan.Weights.Convolution.Kernel];
        string text = CodeWriter.Number(phase.FirstTap);
        for (int axis = 0, within = kernel[0] * kernel[1] * kernel[2]; axis < kernel.Length; axis++)
        {
            within /= kernel[axis];
            if (kernel[axis] == 1) continue;
            string place = within == 1 ? tap : $"{tap} / {within}";
            text += $" - {place} % {kernel[axis]} * {phase.TapSteps[axis]}";
        }
        return text;
    }

    private static string At(ParameterVector vector, string index) => $"({KernelText.Weights(vector.Offset)})[{index}]";
}
