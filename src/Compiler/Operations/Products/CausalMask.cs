using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// Hides later positions: of (L, S), element (i, j) stays where j ≤ i, and is −∞ elsewhere, of which a softmax makes 0.
/// No declaration names it: it is a part of <see cref="Attention"/>.
/// </summary>
public sealed record CausalMask : Operation
{
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => ShapeRule.Spatial(Kind, inputs);

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0];
        for (int pixel = 0; pixel < input.Pixels; pixel++)
            for (int c = 0; c < input.Channels; c++)
                context.Output[pixel, c] = c <= pixel % input.Width ? input[pixel, c] : double.NegativeInfinity;
    }

    /// <summary>Rows are counted in each matrix, so that a batch is nothing but more of them.</summary>
    public override int Train(TrainingContext context) => context.Add(this, [.. context.Inputs]);

    /// <summary>Where it hides something, the softmax behind it has the gradient 0.</summary>
    public override void Gradient(GradientContext context) => context.Give(0, context.Add(new CausalGradient(), context.OutputGradient));

    public override void Export(OnnxContext context) =>
        throw new InvalidOperationException("Graphs are exported before attention is taken apart.");
}

/// <summary>The gradient of a <see cref="CausalMask"/>'s input: dy where it hides nothing, 0 elsewhere.</summary>
public sealed record CausalGradient : TrainingOperation
{
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Exactly(1, inputs)[0];

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor dy = context.Inputs[0];
        for (int pixel = 0; pixel < dy.Pixels; pixel++)
            for (int c = 0; c < dy.Channels; c++) context.Output[pixel, c] = c <= pixel % dy.Width ? dy[pixel, c] : 0;
    }
}
