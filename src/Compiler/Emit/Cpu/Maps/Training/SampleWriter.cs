using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>What the printers of kernels share that treat each sample of a batch alone.</summary>
public sealed class SampleWriter(CpuContext context, SampleMapPlan plan)
{
    /// <summary>The same kernel as one over rows, which it is where the units are rows.</summary>
    public MapWriter Map { get; } = new(context, plan);

    public SampleMapPlan Plan => plan;

    public CodeWriter Writer => Map.Writer;

    public VectorCode Code => Map.Code;

    public int Lanes => Map.Lanes;

    /// <summary>The pointer to a sample's first pixel.</summary>
    public static string Start(SampleView view, string sample) =>
        KernelText.Base(view.Batch) + (view.Samples == 1 ? "" : $" + {sample} * {view.Stride}");

    /// <summary>Opens the loop over rows, with <c>y</c> at the row of the output, <c>sample</c> and, in it, <c>line</c>.</summary>
    public void OpenRows()
    {
        if (plan.Result.Rank == 2) throw new NotSupportedException($"{plan.Operation.Kind} has no kernel for samples of one position.");
        Map.OpenRows();
        Writer.Line($"int sample = row / {plan.RowsPerSample}, line = row % {plan.RowsPerSample};");
    }

    /// <summary>
    /// The loop over units of 16 channels of a sample, with <c>x0</c>, <c>x1</c> and so on at the sample of each input and <c>y</c> at that
    /// of the output. <paramref name="body"/> gets the text to add to a pointer for the vector's channels, and how many of them exist.
    /// </summary>
    public void Blocks(Action<string, int> body)
    {
        int channels = plan.Result.Channels, tail = channels % Lanes, full = channels - tail;
        Writer.Open("for (int unit = first; unit < last; unit++)");
        Writer.Line($"int sample = unit / {plan.Blocks}, block = unit % {plan.Blocks};");
        for (int i = 0; i < plan.Samples.Count; i++) Writer.Line($"float* x{i} = {Start(plan.Samples[i], "sample")};");
        Writer.Line($"float* y = {Start(plan.Result, "sample")};");
        if (full > 0)
        {
            Writer.Open($"for (int c = block * 16; c < Math.Min({full}, block * 16 + 16); c += {Lanes})");
            body(" + c", Lanes);
            Writer.Close();
        }
        if (tail > 0)
        {
            Writer.Open(plan.Blocks > 1 ? $"if (block == {plan.Blocks - 1})" : "");
            body(KernelText.Offset(full), tail);
            Writer.Close();
        }
        Writer.Close();
    }

    /// <summary>A vector of equal integers.</summary>
    public string Integers(string value) => $"{Code.Class}.Create({value})";

    /// <summary>Where <paramref name="x"/> takes the place of the greatest value so far, which the last NaN is if there is one.</summary>
    public string Exceeds(string x, string greatest) =>
        $"{Code.Class}.GreaterThan({x}, {greatest}) | ~{Code.Class}.Equals({x}, {x})";

    /// <summary>The gradient in the lanes whose greatest value lies at <paramref name="place"/>, and zeros in the others.</summary>
    public string At(string place, string places, string gradient) =>
        $"{Code.Class}.ConditionalSelect({Code.Class}.Equals({places}, {Integers(place)}).AsSingle(), {gradient}, {Code.Zero})";
}
