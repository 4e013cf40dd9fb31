using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Rewrite;

/// <summary>
/// Convolutions of the same value whose results are added, as one: its kernel holds all of theirs, each where its taps read what they
/// read before. Ding et al., "RepVGG: Making VGG-style ConvNets Great Again", do so with trained weights; here it happens at load.
/// </summary>
/// <param name="Branches">Each has one part; strides and groups are the same.</param>
public sealed record LayerSum(EquatableArray<PackedConvolution> Branches) : MergedLayer
{
    public override int Outputs => Branches[0].Outputs;

    public override bool AddsConstant => Branches.Any(branch => branch.Parts[0].AddsConstant);

    public override string Description => string.Join(" + ", Branches.Select(branch => branch.Summary));

    public override bool IsDirect => Branches.Any(branch => branch.IsDirect);

    public override int Depth => 1 + Branches.Max(DepthOf);

    /// <summary>Where the taps of all branches fall. Made anew each time: ask once for all of them.</summary>
    public SumGrid Grid => SumGrid.Of(Branches);

    /// <summary>
    /// The convolution that has the sum as its weights; null where a tap of one branch would fall between those of another.
    /// </summary>
    public PackedConvolution? ToConvolution()
    {
        SumGrid grid = Grid;
        if (!Branches.All(grid.Holds)) return null;
        return new PackedConvolution(
            [new ConvolutionPart(this)], grid.Kernel, Branches[0].Stride, grid.Dilation, grid.Padding, Branches[0].Groups);
    }

    /// <summary>
    /// Whether each weight of the convolution is one of some branch's. Another is a zero that nobody declared: times an infinity that lies
    /// under it, it would be no number. The unit matrix has such zeros but where each channel has its own group.
    /// </summary>
    public bool IsFull
    {
        get
        {
            SumGrid grid = Grid;
            var taps = new HashSet<int>(Branches
                .Where(branch => branch.Parts[0].Source is not Identity identity || branch.Groups == identity.Channels)
                .SelectMany(grid.TapsOf));
            return taps.Count == grid.Kernel.Aggregate(1L, (product, size) => product * size);
        }
    }

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Branches[0].InferShape(inputs);

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) =>
        [.. Branches.SelectMany(branch => branch.Parameters(inputs))];

    public override void Evaluate(ReferenceContext context)
    {
        foreach (PackedConvolution branch in Branches)
        {
            double[] values = FusedEvaluation.Apply(branch, context.Inputs, context).Values;
            for (int i = 0; i < values.Length; i++) context.Output.Values[i] += values[i];
        }
    }

    public override string ToString() => $"({string.Join(" + ", Branches.Select(branch => branch.Parts[0]))})";
}
