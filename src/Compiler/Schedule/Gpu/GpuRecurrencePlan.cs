using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>The steps of a recurrent layer: a group of threads for each sample, with the state in shared memory.</summary>
public sealed record GpuRecurrencePlan(string Title, Recurrence Steps, View Input, View Output, EquatableArray<EpilogueStep> Epilogue)
    : GpuKernelPlan(Title)
{
    /// <summary>Beyond, states and products would not fit into the 48 KiB that every device has.</summary>
    public const int MostHidden = 2000;

    /// <summary>What the state is multiplied by, all gates in one panel.</summary>
    public GpuWeights? Weights { get; init; }

    public override int Threads => Steps.Gates * Steps.Hidden > 128 ? 256 : 64;

    public override long UnitsPerSample => 1;

    public override int UnitsPerGroup => 1;

    public override IEnumerable<View> Reads => ReadsOf(Epilogue, Input);

    public override IEnumerable<View> Writes => [Output];

    /// <summary>The plan with its weights.</summary>
    public GpuRecurrencePlan In(GpuWeightLayout layout) => this with
    {
        Weights = layout.Convolution(
            PackedConvolution.Pointwise(new ConvolutionPart(Steps.Layer)), Steps.Hidden, (Steps.Gates * Steps.Hidden + 15) / 16 * 16),
    };
}
