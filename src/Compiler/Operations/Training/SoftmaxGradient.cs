using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary><c>y · (dy − Σ dy · y)</c>, the sum over the channels. Inputs: y, the softmax itself, and dy.</summary>
public sealed record SoftmaxGradient : TrainingOperation
{
    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Same(Exactly(2, inputs)[0], inputs[1], "gradient");

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor y = context.Inputs[0], dy = context.Inputs[1];
        for (int pixel = 0; pixel < y.Pixels; pixel++)
        {
            double sum = 0;
            for (int c = 0; c < y.Channels; c++) sum += y[pixel, c] * dy[pixel, c];
            for (int c = 0; c < y.Channels; c++) context.Output[pixel, c] = y[pixel, c] * (dy[pixel, c] - sum);
        }
    }
}
