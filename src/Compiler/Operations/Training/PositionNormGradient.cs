using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// The gradient of what a norm over the channels of a position reads: with its result x̂ and what it divides by, s,
/// <c>(dy − mean(dy) − x̂ · mean(dy · x̂)) / s</c> for LayerNorm, without the first mean for RmsNorm, and with a sum for the second mean
/// for Normalize. Inputs: x and dy.
/// </summary>
/// <param name="Norm">The norm, without weight and bias.</param>
public sealed record PositionNormGradient(Operation Norm) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => [("norm", Norm.Kind), .. Norm.Properties];

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Same(Exactly(2, inputs)[0], inputs[1], "gradient");

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor x = context.Inputs[0], dy = context.Inputs[1];
        double count = Norm is Normalize ? 1 : x.Channels;
        for (int pixel = 0; pixel < x.Pixels; pixel++)
        {
            var (mean, size, isFixed) = PositionStatistics.Of(Norm, x, pixel);
            double sum = 0, products = 0;
            for (int c = 0; c < x.Channels; c++)
            {
                if (Norm is LayerNorm) sum += dy[pixel, c];
                if (!isFixed) products += dy[pixel, c] * (x[pixel, c] - mean) / size;
            }

            for (int c = 0; c < x.Channels; c++)
                context.Output[pixel, c] = (dy[pixel, c] - sum / count - (x[pixel, c] - mean) / size * products / count) / size;
        }
    }
}
