using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule;

/// <summary>A convolution with one filter per channel.</summary>
/// <param name="Split">How a row of output pixels is split into tiles, each one vector of channels wide.</param>
public sealed record DepthwisePlan(
    string Title, PackedConvolution Convolution, View Input, View Output, EquatableArray<EpilogueStep> Epilogue, PackedWeights Weights,
    SqueezeSums? Squeeze, TileSplit Split, int RowsPerBlock, int Blocks) : KernelPlan(Title), ISqueezingPlan
{
    public override int Units => Blocks;

    public override IEnumerable<View> Reads => PlanViews.Reads(Epilogue, Input);

    public override IEnumerable<View> Writes => PlanViews.Of(Output, Squeeze?.Sums);

    public override string TileText => $"{string.Join("+", Split.Parts.Select(part => part.Pixels))} pixels × 1 vector";
}
