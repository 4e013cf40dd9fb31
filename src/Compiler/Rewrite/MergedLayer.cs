using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Rewrite;

/// <summary>What a <see cref="ConvolutionPart"/> is made from where that is no declared layer; its weights are computed at load.</summary>
public abstract record MergedLayer : Operation
{
    public abstract int Outputs { get; }

    /// <summary>Whether a result can differ from zero where all inputs are zero.</summary>
    public abstract bool AddsConstant { get; }

    /// <summary>For people: what was merged: <c>3×3 + 1×1 + identity</c>.</summary>
    public abstract string Description { get; }

    public override void Export(OnnxContext context) =>
        throw new InvalidOperationException("Graphs are exported before they are rewritten.");
}

/// <summary>
/// Hands its input on, or every n-th pixel of it: a 1×1 convolution with the unit matrix, as one of the branches of a sum.
/// </summary>
/// <param name="Stride">(T, H, W).</param>
public sealed record Identity(int Channels, EquatableArray<int> Stride) : MergedLayer
{
    public override int Outputs => Channels;

    public override bool AddsConstant => false;

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
