using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// The gradient of a local response norm: with <c>s = k + α / size · Σ x²</c>, <c>dy · s^−β − 2αβ / size · x · Σ dy · x · s^(−β−1)</c>, the
/// second sum over the channels in whose window x lies. Inputs: x and dy.
/// </summary>
public sealed record LocalResponseNormGradient(LocalResponseNorm Norm) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => Norm.Properties;

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Same(Exactly(2, inputs)[0], inputs[1], "gradient");

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor x = context.Inputs[0], dy = context.Inputs[1];
        for (int pixel = 0; pixel < x.Pixels; pixel++)
            for (int c = 0; c < x.Channels; c++)
            {
                double scale = Norm.Scale(x, pixel, c);
                context.Output[pixel, c] += dy[pixel, c] * Math.Pow(scale, -Norm.Beta);
                double factor =
                    2 * Norm.Alpha * Norm.Beta / Norm.Size * dy[pixel, c] * x[pixel, c] * Math.Pow(scale, -Norm.Beta - 1);
                foreach (int near in Norm.Near(c, x.Channels)) context.Output[pixel, near] -= factor * x[pixel, near];
            }
    }
}
