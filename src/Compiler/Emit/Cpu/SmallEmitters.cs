using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints the first kernel of most networks: the caller's input, as floats or bytes, into the workspace.</summary>
public static class PackInputEmitter
{
    public static void Emit(CpuContext context, PackInputPlan plan)
    {
        View output = plan.Output;
        KernelText.OpenKernel(context.Kernels, plan);
        if (output.Frames > 1 && output.PlaneStride != output.Height * output.RowStride)
        {
            context.Kernels.Open("for (int row = first; row < last; row++)");
            string target = $"{KernelText.Base(output)} + {KernelText.RowOffset(output, "row", output.Height)} - row * {output.RowStride}";
            context.Kernels.Line(
                $"InputPacking.Rows(k, {plan.Binding}, {output.Width * output.Channels}, {output.Channels}, {target}, " +
                $"{output.RowStride}, row, row + 1);");
            context.Kernels.Close();
        }
        else context.Kernels.Line(
            $"InputPacking.Rows(k, {plan.Binding}, {output.Width * output.Channels}, {output.Channels}, {KernelText.Base(output)}, " +
            $"{output.RowStride}, first, last);");
        KernelText.CloseKernel(context.Kernels);
    }
}

/// <summary>Prints the product of a gate with packed weights.</summary>
public static class ScaleWeightsEmitter
{
    public static void Emit(CpuContext context, ScaleWeightsPlan plan)
    {
        CodeWriter writer = context.Kernels;
        VectorCode code = context.Code;
        PackedWeights weights = plan.Weights;
        KernelText.OpenKernel(writer, plan);
        writer.Line($"float* gate = {KernelText.Base(plan.Gate)};");
        writer.Open("for (int panel = first; panel < last; panel++)");
        writer.Line(
            $"{KernelText.WeightType(weights.IsNarrow)}* w = {KernelText.Weights(weights)} + " +
            $"{KernelText.Times("panel", (long)weights.PanelChannels * weights.Depth)};");
        writer.Line(
            $"float* scaled = {KernelText.Base(plan.Scaled)} + {KernelText.Times("panel", (long)weights.PanelChannels * weights.Depth)};");
        if (weights.TailVectors > 0 && weights.Panels > 1)
            writer.Line($"int width = panel < {weights.Panels - 1} ? {weights.PanelChannels} : {weights.TailChannels};");
        else writer.Line($"const int width = {(weights.TailVectors > 0 ? weights.TailChannels : weights.PanelChannels)};");
        writer.Open($"for (int i = 0; i < {weights.Inputs}; i++)");
        writer.Line($"{code.Type} g = {code.Broadcast("gate[i]")};");
        int lanes = code.Set.Lanes;
        if (weights.IsNarrow)
        {
            writer.Line("int n = 0;");
            writer.Open($"for (; n <= width - {2 * lanes}; n += {2 * lanes}, w += {2 * lanes}, scaled += {2 * lanes})");
            writer.Line($"{code.BitsType} pair = {code.LoadBits("w")};");
            writer.Line($"({code.LowerHalves("pair")} * g).Store(scaled);");
            writer.Line($"({code.UpperHalves("pair")} * g).Store(scaled + {lanes});");
            writer.Close();
            writer.Line($"for (; n < width; n += {lanes}, w += {lanes}, scaled += {lanes}) ({code.LoadNarrow("w")} * g).Store(scaled);");
        }
        else writer.Line(
            $"for (int n = 0; n < width; n += {lanes}, w += {lanes}, scaled += {lanes}) ({code.Load("w")} * g).Store(scaled);");
        writer.Close();
        writer.Close();
        KernelText.CloseKernel(writer);
    }
}

/// <summary>Prints the end of a squeeze: the blocks' sums added in order.</summary>
public static class SqueezeResultEmitter
{
    public static void Emit(CpuContext context, SqueezeResultPlan plan)
    {
        CodeWriter writer = context.Kernels;
        VectorCode code = context.Code;
        int channels = plan.Output.Channels, lanes = code.Set.Lanes, full = channels / lanes * lanes;
        KernelText.OpenKernel(writer, plan);
        writer.Line("if (first == last) return;");
        writer.Line(SqueezeSum.Declare(plan.Sums, "sums"));
        writer.Line($"float* y = {KernelText.Base(plan.Output)};");
        if (full > 0)
        {
            writer.Open($"for (int c = 0; c < {full}; c += {lanes})");
            One(" + c", lanes);
            writer.Close();
        }
        if (full < channels)
        {
            writer.Open("");
            One(KernelText.Offset(full), channels - full);
            writer.Close();
        }
        KernelText.CloseKernel(writer);

        void One(string channel, int count)
        {
            string block = $"sums + {KernelText.Times("block", plan.Sums.Stride)}{channel}";
            if (plan.IsLong)
            {
                var total = new WideSum(writer, code, "total");
                total.Declare();
                writer.Open($"for (int block = 0; block < {plan.Sums.Blocks}; block++)");
                if (plan.Sums.IsWide) total.AddDoubles(block);
                else total.Add(code.Load(block));
                writer.Close();
                writer.Line($"{code.Type} v = {(plan.IsMean ? total.Mean(plan.Pixels) : total.Value)};");
            }
            else
            {
                writer.Line($"{code.Type} v = {code.Zero};");
                writer.Line($"for (int block = 0; block < {plan.Sums.Blocks}; block++) v += {code.Load(block)};");
            }
            if (plan.IsMean && !plan.IsLong)
                writer.Line($"v /= {code.Broadcast(CodeWriter.Float(plan.Pixels))};");
            foreach (string line in code.Store("v", "y" + channel, count)) writer.Line(line);
        }
    }
}
