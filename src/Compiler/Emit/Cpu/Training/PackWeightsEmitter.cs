using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints the kernels that lay weights out in panels: for each tap, for each input, the panel's outputs side by side.</summary>
public static class PackWeightsEmitter
{
    /// <summary>Values of an output that are laid out at once: with the panels' width, half of a first-level cache.</summary>
    private const int BlockValues = 64;

    private const int FloatsPerLine = 16;

    /// <summary>So many rows ahead, pieces of rows are asked for: as many as are on their way at a time.</summary>
    private const int RowsAhead = 16;

    public static void Emit(CpuContext context, PackWeightsPlan plan)
    {
        CodeWriter writer = context.Kernels;
        KernelText.OpenKernel(writer, plan);
        writer.Line($"float* source = {KernelText.Weights(plan.Source.Offset)};");
        writer.Line($"float* target = {Target(plan)};");
        writer.Line($"float* biases = {Biases(plan)};");
        if (plan.Weights.IsDepthwise) EmitDepthwise(writer, plan);
        else EmitPanels(context, plan);
        KernelText.CloseKernel(writer);
    }

    /// <summary>Where the panels go: for a kernel that lays out one at a time, where that one goes.</summary>
    public static string Target(PackWeightsPlan plan) =>
        plan.IsCalled ? KernelText.Scratch(plan) : KernelText.Weights(plan.Weights);

    /// <summary>The same of the biases.</summary>
    public static string Biases(PackWeightsPlan plan) =>
        plan.IsCalled ? KernelText.Scratch(plan, plan.PanelFloats) : KernelText.Biases(plan.Weights);

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
        if (plan.Phase is not { IsEmpty: true })
            writer.Line(
                $"for (int t = 0; t < {taps}; t++) target[t * {padded} + c] = source[c * {plan.LayerTaps} + {LayerTap(plan, "t")}];");
        if (plan.Bias is { } bias) writer.Line($"biases[c] = {At(bias, "c")};");
        writer.Close();
    }

    private static void EmitPanels(CpuContext context, PackWeightsPlan plan)
    {
        CodeWriter writer = context.Kernels;
        PackedWeights weights = plan.Weights;
        int taps = weights.Convolution.Taps, inputs = weights.Inputs, outputs = weights.Outputs, perGroup = weights.PanelsPerGroup;
        writer.Open("for (int panel = first; panel < last; panel++)");
        writer.Line($"int group = panel / {perGroup}, number = panel % {perGroup}, firstOutput = number * {weights.PanelChannels};");
        string width = weights.TailVectors == 0 ? CodeWriter.Number(weights.PanelChannels)
            : $"number < {weights.FullPanelsPerGroup} ? {weights.PanelChannels} : {weights.TailChannels}";
        writer.Line($"int width = {width};");
        writer.Line($"int channels = Math.Min(width, {outputs} - firstOutput);");
        writer.Line(plan.IsCalled ? "float* y = target;"
            : $"float* y = target + group * {KernelText.Native(weights.GroupFloats)} + firstOutput * {(long)taps * inputs}L;");
        writer.Line($"if (channels < width) {KernelText.Clear("y", $"{taps * inputs} * width")}");
        if (plan.Phase is { IsEmpty: true }) writer.Line(KernelText.Clear("y", $"{taps * inputs} * width"));
        else if (plan.IsTransposed) EmitTransposed(context, plan);
        else EmitBlocks(context, weights);
        string value = plan.Bias is null ? "0" : $"lane < channels ? {At(plan.Bias, $"group * {outputs} + firstOutput + lane")} : 0";
        string place = plan.IsCalled ? "lane" : $"group * {weights.PaddedOutputs} + firstOutput + lane";
        writer.Line($"for (int lane = 0; lane < width; lane++) biases[{place}] = {value};");
        writer.Close();
    }

    /// <summary>A few inputs at a time, so that what is written stays in the first-level cache until its lines are full.</summary>
    private static void EmitBlocks(CpuContext context, PackedWeights weights)
    {
        CodeWriter writer = context.Kernels;
        int taps = weights.Convolution.Taps, inputs = weights.Inputs, atOnce = Math.Max(1, BlockValues / taps);
        writer.Open($"for (int from = 0; from < {inputs}; from += {atOnce})");
        writer.Line($"int to = Math.Min(from + {atOnce}, {inputs});");
        writer.Line("int lane = 0;");
        if (taps == 1 && context.Set != InstructionSet.Portable)
        {
            writer.Open($"for (; lane <= channels - {FourByFour.Side}; lane += {FourByFour.Side})");
            writer.Line($"float* x = source + (group * {weights.Outputs} + firstOutput + lane) * {(long)inputs}L + from;");
            writer.Line("float* t = y + from * width + lane;");
            EmitPrefetch(writer, weights);
            writer.Line("int input = from;");
            writer.Open($"for (; input <= to - {FourByFour.Side}; input += {FourByFour.Side})");
            FourByFour.Emit(writer, "x", CodeWriter.Number(inputs), i => i == 0 ? "t" : $"t + {i} * width");
            writer.Line($"x += {FourByFour.Side};");
            writer.Line($"t += {FourByFour.Side} * width;");
            writer.Close();
            writer.Open("for (; input < to; input++, x++, t += width)");
            for (int i = 0; i < FourByFour.Side; i++) writer.Line($"t[{i}] = x[{(long)i * inputs}];");
            writer.Close();
            writer.Close();
        }
        if (taps >= FourByFour.Side && context.Set != InstructionSet.Portable) EmitTaps(writer, weights);
        writer.Open("for (; lane < channels; lane++)");
        writer.Line($"float* x = source + ((group * {weights.Outputs} + firstOutput + lane) * {(long)inputs}L + from) * {taps};");
        writer.Line("float* t = y + from * width + lane;");
        writer.Line("int input = from;");
        if (taps == 1)
        {
            writer.Open("for (; input <= to - 4; input += 4, x += 4, t += 4 * width)");
            writer.Line("*t = *x;");
            writer.Line("t[width] = x[1];");
            writer.Line("t[2 * width] = x[2];");
            writer.Line("t[3 * width] = x[3];");
            writer.Close();
            writer.Line("for (; input < to; input++, x++, t += width) *t = *x;");
        }
        else
        {
            writer.Open($"for (; input < to; input++, x += {taps}, t += width)");
            writer.Line($"for (int tap = 0; tap < {taps}; tap++) t[tap * {inputs} * width] = x[tap];");
            writer.Close();
        }
        writer.Close();
        writer.Close();
    }

    /// <summary>Four outputs of an input at a time, as many taps at once; the taps that are left over one by one.</summary>
    private static void EmitTaps(CodeWriter writer, PackedWeights weights)
    {
        int taps = weights.Convolution.Taps, inputs = weights.Inputs, rest = taps % FourByFour.Side;
        long row = (long)inputs * taps;
        writer.Open($"for (; lane <= channels - {FourByFour.Side}; lane += {FourByFour.Side})");
        writer.Line($"float* x = source + ((group * {weights.Outputs} + firstOutput + lane) * {(long)inputs}L + from) * {taps};");
        writer.Line("float* t = y + from * width + lane;");
        EmitPrefetch(writer, weights);
        writer.Open("for (int input = from; input < to; input++, t += width)");
        writer.Line("float* u = t;");
        writer.Open($"for (int tap = 0; tap < {taps - rest}; tap += {FourByFour.Side}, "
            + $"x += {FourByFour.Side}, u += {FourByFour.Side * inputs} * width)");
        FourByFour.Emit(writer, "x", CodeWriter.Number(row), i => i == 0 ? "u" : $"u + {i * inputs} * width");
        writer.Close();
        if (rest > 0)
        {
            writer.Open($"for (int tap = 0; tap < {rest}; tap++, x++, u += {inputs} * width)");
            for (int i = 0; i < FourByFour.Side; i++) writer.Line($"u[{i}] = x[{i * row}];");
            writer.Close();
        }
        writer.Close();
        writer.Close();
    }

    /// <summary>
    /// Asks for what the same rows give to the next block, or, behind the last one, what the next panel's rows give to its first: pieces of
    /// rows that lie far apart are foreseen by no hardware, and would arrive at a third of the speed of memory.
    /// </summary>
    private static void EmitPrefetch(CodeWriter writer, PackedWeights weights)
    {
        int inputs = weights.Inputs, taps = weights.Convolution.Taps, piece = Math.Max(1, BlockValues / taps) * taps;
        string from = taps == 1 ? "from" : $"from * {taps}";
        writer.Line($"float* next = to < {inputs} ? x + {piece} : x + (width * {(long)inputs * taps}L - {from});");
        writer.Open($"for (int row = 0; row < {FourByFour.Side}; row++, next += {inputs * taps})");
        int last = Math.Min(piece, inputs * taps) - 1;
        for (int i = 0; i <= last; i += FloatsPerLine) writer.Line($"Sse.Prefetch0(next{KernelText.Offset(i)});");
        // A piece of so many values may begin anywhere in a line.
        if (taps > 1) writer.Line($"Sse.Prefetch0(next{KernelText.Offset(last)});");
        writer.Close();
    }

    /// <summary>Of the layer, the panel's outputs are inputs, which lie side by side, and the taps are in the opposite order.</summary>
    private static void EmitTransposed(CpuContext context, PackWeightsPlan plan)
    {
        CodeWriter writer = context.Kernels;
        PackedWeights weights = plan.Weights;
        int taps = weights.Convolution.Taps, inputs = weights.Inputs, outputs = weights.Outputs, lanes = context.Set.Lanes;
        writer.Open($"for (int input = 0; input < {inputs}; input++)");
        writer.Line($"float* x = source + ((group * {inputs} + input) * {(long)outputs}L + firstOutput) * {plan.LayerTaps};");
        if (plan.LayerTaps == 1)
        {
            writer.Line("float* t = y + input * width;");
            if (context.Set != InstructionSet.Portable)
                writer.Line($"for (int line = 0; line < channels; line += {FloatsPerLine}) "
                    + $"Sse.Prefetch0(x + {RowsAhead * (long)outputs}L + line);");
            writer.Line("int lane = 0;");
            writer.Line($"for (; lane <= channels - {lanes}; lane += {lanes}) {context.Code.Load("x + lane")}.Store(t + lane);");
            writer.Line("for (; lane < channels; lane++) t[lane] = x[lane];");
        }
        else
        {
            writer.Open($"for (int tap = 0; tap < {taps}; tap++)");
            writer.Line($"float* t = y + (tap * {inputs} + input) * width;");
            writer.Line($"for (int lane = 0; lane < channels; lane++) t[lane] = x[lane * {plan.LayerTaps} + {LayerTap(plan, "tap")}];");
            writer.Close();
        }
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
