using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Rewrite;

/// <summary>What a <see cref="ConvolutionPart"/> is made from where that is no declared layer; its weights are computed at load.</summary>
public abstract record MergedLayer : Operation
{
    public abstract int Outputs { get; }

    /// <summary>Whether a result can differ from zero where all inputs are zero.</summary>
    public abstract bool AddsConstant { get; }

    /// <summary>Whether a layer in it forbids Winograd's form.</summary>
    public abstract bool IsDirect { get; }

    /// <summary>For people: what was merged: <c>3×3 + 1×1 + identity</c>.</summary>
    public abstract string Description { get; }

    /// <summary>
    /// Merges within one another are described by expressions within one another, which compilers read by recursion.
    /// </summary>
    public const int MostDepth = 32;

    /// <summary>How many merges lie within one another: 1 where declared layers are merged, 0 for a declared layer.</summary>
    public abstract int Depth { get; }

    public override void Export(OnnxContext context) =>
        throw new InvalidOperationException("Graphs are exported before they are rewritten.");

    protected static int DepthOf(PackedConvolution convolution) => convolution.Parts[0].Source is MergedLayer merged ? merged.Depth : 0;
}

/// <summary>
/// Hands its input on, or every n-th pixel of it: a 1×1 convolution with the unit matrix, as one of the branches of a sum.
/// </summary>
/// <param name="Stride">(T, H, W).</param>
public sealed record Identity(int Channels, EquatableArray<int> Stride) : MergedLayer
{
    public override int Outputs => Channels;

    public override bool AddsConstant => false;

    public override bool IsDirect => false;

    public override int Depth => 0;

    public override string Description => "identity";

    public override Shape InferShape(IReadOnlyList<Shape> inputs) =>
        Stride.IsAll(1) ? inputs[0] : Subsample(inputs[0]).InferShape(inputs);

    public override void Evaluate(ReferenceContext context)
    {
        if (Stride.IsAll(1)) FusedEvaluation.Copy(context);
        else Subsample(context.Inputs[0].Shape).Evaluate(context);
    }

    public override string ToString() => "identity";

    private Subsample Subsample(Shape input) => new(Stride.Skip(3 - input.SpatialRank).ToEquatableArray());
}
