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

    /// <summary>Distances between taps: only branches with more than one tap in a direction have a say.</summary>
    private EquatableArray<int> Dilation =>
        Each(axis => Branches.Where(branch => branch.Kernel[axis] > 1).Select(branch => branch.Dilation[axis]).DefaultIfEmpty(1).First());

    private EquatableArray<int> Padding => Each(axis => Branches.Max(branch => branch.Padding[axis]));

    private EquatableArray<int> Kernel => Each(axis => Branches.Max(branch => First(branch, axis) + branch.Kernel[axis]));

    /// <summary>
    /// The convolution that has the sum as its weights; null where a tap of one branch would fall between those of another.
    /// </summary>
    public PackedConvolution? ToConvolution()
    {
        EquatableArray<int> dilation = Dilation, padding = Padding;
        bool fits = Branches.All(branch => Enumerable.Range(0, 3).All(axis =>
            (branch.Kernel[axis] == 1 || branch.Dilation[axis] == dilation[axis])
                && (padding[axis] - branch.Padding[axis]) % dilation[axis] == 0));
        return fits ? new PackedConvolution([new ConvolutionPart(this)], Kernel, Branches[0].Stride, dilation, padding, Branches[0].Groups)
            : null;
    }

    /// <summary>For each tap of a branch, which one of the sum's it falls on.</summary>
    public IEnumerable<int> TapsOf(PackedConvolution branch)
    {
        EquatableArray<int> kernel = Kernel;
        for (int t = 0; t < branch.Kernel[0]; t++)
            for (int y = 0; y < branch.Kernel[1]; y++)
                for (int x = 0; x < branch.Kernel[2]; x++)
                    yield return ((First(branch, 0) + t) * kernel[1] + First(branch, 1) + y) * kernel[2] + First(branch, 2) + x;
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

    /// <summary>Where the first tap of a branch lies in the sum's kernel: less padding means that it begins further inside.</summary>
    private int First(PackedConvolution branch, int axis) => (Padding[axis] - branch.Padding[axis]) / Dilation[axis];

    private static EquatableArray<int> Each(Func<int, int> size) => [size(0), size(1), size(2)];
}
