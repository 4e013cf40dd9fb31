using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// The mean and the biased variance of each channel over all positions of all samples, as (2, C). Only <see cref="BatchNormalize"/> reads
/// it, whose gradient rule has the share of both, so that this operation needs none.
/// </summary>
public sealed record BatchStatistics : TrainingOperation
{
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = Exactly(1, inputs)[0];
        return input.Pixels > 1
            ? Shape.Of(2, input.Channels)
            : throw new ShapeException(
                "BatchNorm: the batch has a single value for each channel, whose variance is zero. Train with a larger batch, or freeze "
                + "the layer.");
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0];
        for (int c = 0; c < input.Channels; c++)
        {
            double mean = 0, squares = 0;
            for (int pixel = 0; pixel < input.Pixels; pixel++) mean += input[pixel, c];
            mean /= input.Pixels;
            for (int pixel = 0; pixel < input.Pixels; pixel++) squares += (input[pixel, c] - mean) * (input[pixel, c] - mean);
            context.Output[0, c] = mean;
            context.Output[1, c] = squares / input.Pixels;
        }
    }

    public override void Gradient(GradientContext context) { }
}
