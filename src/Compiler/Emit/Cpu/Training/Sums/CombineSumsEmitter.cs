using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints the kernels that add up the chunks' sums.</summary>
public static class CombineSumsEmitter
{
    public static void Emit(CpuContext context, CombineSumsPlan plan)
    {
        CodeWriter writer = context.Kernels;
        KernelText.OpenKernel(writer, plan);
        writer.Line($"double* sums = (double*)({KernelText.Base(plan.Partials)});");
        writer.Line($"float* y = {KernelText.Base(plan.Output)};");
        if (plan.Sums.IsTotal) EmitTotal(writer, plan);
        else if (PearsonPlanner.Takes(plan.Operation)) PearsonEmitter.EmitChannels(context, plan);
        else EmitChannels(context, plan);
        KernelText.CloseKernel(writer);
    }

    private static int Chunks(CombineSumsPlan plan) => plan.Partials.Width;

    /// <summary>One number: chunk after chunk, in each its channels in order.</summary>
    private static void EmitTotal(CodeWriter writer, CombineSumsPlan plan)
    {
        writer.Line("if (first == last) return;");
        writer.Line("double total = 0;");
        int count = plan.Sums.PerChannel == 0 ? 1 : plan.Sums.Channels;
        writer.Open($"for (int chunk = 0; chunk < {Chunks(plan)}; chunk++, sums += {plan.Sums.Doubles})");
        if (plan.Operation is ChannelWiseKl) ChannelWiseKlEmitter.EmitValue(writer, plan.Sums);
        else if (SampleSums.Takes(plan.Operation)) SampleLossEmitter.EmitValue(writer, plan.Operation);
        else writer.Line(count == 1 ? "total += *sums;" : $"for (int c = 0; c < {count}; c++) total += sums[c];");
        writer.Close();
        string factor = plan.Factor == 1 ? "" : $" * {CodeWriter.Double(plan.Factor)}";
        writer.Line($"*y = (float)(total{factor});");
    }

    private static void EmitChannels(CpuContext context, CombineSumsPlan plan)
    {
        CodeWriter writer = context.Kernels;
        int channels = plan.Output.Channels, lanes = context.Set.Lanes, tail = channels % lanes, full = channels - tail;
        if (full > 0)
        {
            writer.Open($"for (int c = first * 16; c < Math.Min({full}, last * 16); c += {lanes})");
            One(" + c", lanes);
            writer.Close();
        }
        if (tail > 0)
        {
            writer.Open($"if (last == {plan.Units} && first < last)");
            One(KernelText.Offset(full), tail);
            writer.Close();
        }

        void One(string channel, int count)
        {
            if (plan.Operation is BatchStatistics) EmitStatistics(context, plan, channel, count);
            else EmitSums(context, plan, channel, count);
        }
    }

    /// <summary>
    /// The mean of the chunks' means; then the squares of distances from the chunks' means, and of these from the common mean, see
    /// Chan, Golub, LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances" (1979).
    /// </summary>
    private static void EmitStatistics(CpuContext context, CombineSumsPlan plan, string channel, int count)
    {
        CodeWriter writer = context.Kernels;
        VectorCode code = context.Code;
        int half = code.Set.Lanes / 2;
        var mean = new WideSum(writer, code, "mean");
        var squares = new WideSum(writer, code, "squares");
        string At(int sum, int lane) =>
            code.Load(KernelText.Plus($"at{channel}", plan.Sums.Before + (long)sum * plan.Sums.Padded + lane));
        mean.Declare();
        OpenChunks();
        writer.Line($"meanLow = {code.MultiplyAdd("positions", At(0, 0), "meanLow")};");
        writer.Line($"meanHigh = {code.MultiplyAdd("positions", At(0, half), "meanHigh")};");
        writer.Close();
        writer.Line($"{code.DoubleType} share = {code.Broadcast(CodeWriter.Double(plan.Factor))};");
        writer.Line("meanLow *= share;");
        writer.Line("meanHigh *= share;");
        squares.Declare();
        OpenChunks();
        writer.Line($"{code.DoubleType} low = {At(0, 0)} - meanLow, high = {At(0, half)} - meanHigh;");
        writer.Line($"squaresLow += {code.MultiplyAdd("positions * low", "low", At(1, 0))};");
        writer.Line($"squaresHigh += {code.MultiplyAdd("positions * high", "high", At(1, half))};");
        writer.Close();
        Store(context, plan, 0, mean.Value, "mean", channel, count);
        // Of equal values rounding may leave less than nothing.
        string zero = $"{code.DoubleType}.Zero", low = code.Max(zero, "squaresLow * share"), high = code.Max(zero, "squaresHigh * share");
        Store(context, plan, 1, code.Narrow(low, high), "variance", channel, count);

        void OpenChunks()
        {
            writer.Open($"for (int chunk = 0; chunk < {Chunks(plan)}; chunk++)");
            writer.Line($"double* at = sums + {KernelText.Times("chunk", plan.Sums.Doubles)};");
            writer.Line($"{code.DoubleType} positions = {code.Broadcast("*at")};");
        }
    }

    /// <summary>Plain sums; that of products with a norm's input is divided by its deviation.</summary>
    private static void EmitSums(CpuContext context, CombineSumsPlan plan, string channel, int count)
    {
        CodeWriter writer = context.Kernels;
        VectorCode code = context.Code;
        for (int i = 0; i < plan.Sums.PerChannel; i++)
        {
            var sum = new WideSum(writer, code, $"sum{i}");
            sum.Declare();
        }
        writer.Open($"for (int chunk = 0; chunk < {Chunks(plan)}; chunk++)");
        writer.Line($"double* at = sums + {KernelText.Times("chunk", plan.Sums.Doubles)};");
        for (int i = 0; i < plan.Sums.PerChannel; i++)
        {
            string pointer = KernelText.Plus($"at{channel}", plan.Sums.Before + (long)i * plan.Sums.Padded);
            writer.Line($"sum{i}Low += {code.Load(pointer)};");
            writer.Line($"sum{i}High += {code.Load($"{pointer} + {code.Set.Lanes / 2}")};");
        }
        writer.Close();
        for (int i = 0; i < plan.Sums.PerChannel; i++)
        {
            string low = $"sum{i}Low", high = $"sum{i}High";
            if (i == 1 && plan is { Statistics: { } statistics, Operation: BatchNormSums norm })
            {
                writer.Line($"{code.Type} variance = {code.Load($"{KernelText.Base(statistics, statistics.PixelStride)}{channel}")};");
                writer.Line($"{code.DoubleType} epsilon = {code.Broadcast(CodeWriter.Double(norm.Epsilon))};");
                low += $" / {code.Class}.Sqrt({code.WidenLower("variance")} + epsilon)";
                high += $" / {code.Class}.Sqrt({code.WidenUpper("variance")} + epsilon)";
            }
            Store(context, plan, i, code.Narrow(low, high), $"v{i}", channel, count);
        }
    }

    private static void Store(CpuContext context, CombineSumsPlan plan, int row, string value, string name, string channel, int count)
    {
        context.Kernels.Line($"{context.Code.Type} {name} = {value};");
        string target = $"y{KernelText.Offset((long)row * plan.Output.PixelStride)}{channel}";
        foreach (string line in context.Code.Store(name, target, count)) context.Kernels.Line(line);
    }
}
