namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>
/// Attention, in which the scores of a block of queries, their softmax and its product with the values follow each other in a thread's own
/// memory. A unit is a block of queries of one head.
/// </summary>
/// <param name="Scores">How a block of queries passes through the keys.</param>
/// <param name="Products">How its weights pass through the values.</param>
/// <param name="Sides">What is read and written.</param>
/// <param name="Blocks">How the queries are cut.</param>
/// <param name="IsCausal">Whether a query sees no key of a later position.</param>
public sealed record AttentionPlan(
    string Title, ConvolutionPlan Scores, ConvolutionPlan Products, AttentionSides Sides, RowBlocks Blocks, bool IsCausal)
    : CpuKernelPlan(Title)
{
    /// <summary>Floats of a row of scores: the keys, in whole groups of the lanes that sum.</summary>
    public int RowFloats => PackedWeights.PaddedTo16(Keys);

    public int Keys => Sides.Keys.Weights.Outputs;

    public override int Units => Sides.Queries.Count * Blocks.Count;

    public override long ScratchFloats => (long)Blocks.PerBlock * RowFloats + SoftmaxScratch.SumLanes;

    public override IEnumerable<View> Reads => PlanViews.Of(
        Sides.Queries.View, Sides.Keys.Weights.Place, Sides.Values.Weights.Place, Sides.Mask);

    public override IEnumerable<View> Writes => [Sides.Results.View];

    public override string TileText => $"{Scores.TileText}, then {Products.TileText}";
}

/// <summary>What an attention reads and writes.</summary>
/// <param name="Keys">In panels, scaled.</param>
/// <param name="Values">In panels.</param>
/// <param name="Mask">What is added to the scores: a row for each query, or one for all; null where there is none.</param>
public sealed record AttentionSides(Matrices Queries, PackedMatrices Keys, PackedMatrices Values, View? Mask, Matrices Results);
