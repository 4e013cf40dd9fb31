using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary><c>exp(x) / Σ exp(x)</c> over the channels, at every position alike.</summary>
public sealed record Softmax : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Softmax", (_, _, _) => new Softmax());

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => ShapeRule.Single(Kind, inputs);

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0], output = context.Output;
        for (int pixel = 0; pixel < input.Pixels; pixel++)
        {
            // The greatest value is taken off first, so that no exponential overflows; the quotient stays the same.
            double greatest = double.NegativeInfinity, sum = 0;
            for (int c = 0; c < input.Channels; c++) greatest = Math.Max(greatest, input[pixel, c]);
            for (int c = 0; c < input.Channels; c++) sum += output[pixel, c] = Math.Exp(input[pixel, c] - greatest);
            for (int c = 0; c < input.Channels; c++) output[pixel, c] /= sum;
        }
    }

    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(new SoftmaxGradient(), context.Output, context.OutputGradient));

    public override void Export(OnnxContext context) => context.Return(context.Add("Softmax", context.Inputs, ("axis", 1)));
}
