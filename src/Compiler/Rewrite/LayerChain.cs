using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Rewrite;

/// <summary>
/// Two convolutions with nothing between them, as one. Each has one part, one of them a single tap; the groups are the same.
/// </summary>
public sealed record LayerChain(PackedConvolution First, PackedConvolution Second) : MergedLayer
{
    public override int Outputs => Second.Outputs;

    public override string Description => $"{First.Summary} → {Second.Summary}";

    public override bool AddsConstant => First.Parts[0].AddsConstant || Second.Parts[0].AddsConstant;

    public override bool IsDirect => First.IsDirect || Second.IsDirect;

    public override int Depth => 1 + Math.Max(DepthOf(First), DepthOf(Second));

    /// <summary>The convolution that has the product as its weights; null where there is none, with the reason.</summary>
    public PackedConvolution? ToConvolution(out string reason)
    {
        EquatableArray<ConvolutionPart> parts = [new ConvolutionPart(this)];
        reason = First.Groups != Second.Groups ? "they have different groups"
            : First.Taps > 1 && Second.Taps > 1 ? "the kernels of both are larger than 1×1"
            : Second.Taps == 1 && Second.HasPadding ? "a 1×1 convolution pads"
            : Second.Taps > 1 && (First.HasPadding || !First.IsUnstrided) ? "the first is not a plain 1×1 convolution"
            : Second.HasPadding && First.Parts[0].AddsConstant
                ? "the second pads, and the zeros that it reads there have no share in the bias of the first"
            : Depth > MostDepth ? $"so many layers are one already: {MostDepth + 1}"
            : First.Stride.Zip(Second.Stride, (first, second) => (long)first * second).Any(stride => stride > Limits.Step)
                ? "together their stride is too large"
            : "";
        if (reason.Length > 0) return null;
        return Second.Taps == 1
            ? new PackedConvolution(
                parts, First.Kernel, First.Stride.Zip(Second.Stride, (first, second) => first * second).ToEquatableArray(), First.Dilation,
                First.Padding, First.Groups)
            {
                PaddingEnd = First.PaddingEnd,
            }
            : new PackedConvolution(parts, Second.Kernel, Second.Stride, Second.Dilation, Second.Padding, First.Groups)
            {
                PaddingEnd = Second.PaddingEnd,
            };
    }

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Second.InferShape([First.InferShape(inputs)]);

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) =>
        [.. First.Parameters(inputs), .. Second.Parameters([First.InferShape(inputs)])];

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor between = FusedEvaluation.Apply(First, context.Inputs, context);
        FusedEvaluation.Apply(Second, [between], context).Values.CopyTo(context.Output.Values, 0);
    }

    public override string ToString() => $"({First.Parts[0]} → {Second.Parts[0]})";
}
