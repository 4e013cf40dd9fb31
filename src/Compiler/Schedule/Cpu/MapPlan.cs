using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>
/// Any other operation: its units are the rows of its output or, where <paramref name="ByChannels"/> is set, 16 channels each. A Flatten,
/// whose output is one row, shares out the channels of its input.
/// </summary>
public record MapPlan(
    string Title, Operation Operation, EquatableArray<View> Inputs, View Output, EquatableArray<EpilogueStep> Epilogue,
    bool ByChannels) : CpuKernelPlan(Title)
{
    /// <summary>Parameters of the operation that its kernel reads: floats from the start of all weights.</summary>
    public EquatableArray<long> Weights { get; init; } = [];

    /// <summary>Dimensions of the output's shape, for operations that name one.</summary>
    public int Rank { get; init; }

    public override int Units => Operation is Flatten ? Inputs[0].Channels
        : ByChannels ? (Output.Channels + 15) / 16
        : UnitSums.Count > 0 ? UnitSums[0].Units
        : Output.Rows;

    public override bool ReplacesEachValue => Operation is Copy;

    public override long ScratchFloats => Operation switch
    {
        Softmax => SoftmaxScratch.Floats(Output.Channels),
        GroupNorm => 2L * PackedWeights.PaddedTo16(Output.Channels),
        // Of the widest vectors.
        Smooth smooth => 16L * new[] { Output.Frames, Output.Height, Output.Width }[smooth.Axis],
        LocalResponseNorm norm => NormScratch.Of(norm, Output.Channels).Floats,
        _ => TrainingScratch.Floats(Operation, Inputs),
    };

    public override IEnumerable<View> Reads => PlanViews.Reads(Epilogue, [.. Inputs, .. PlanViews.Read(UnitSums)]);

    public override IEnumerable<View> Writes => [Output, .. PlanViews.Written(UnitSums)];
}
