using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// <c>weight / sqrt(variance + ε) · (dy − mean(dy) − x̂ · mean(dy · x̂))</c>: the gradient of what a norm reads, through its statistics,
/// too. Inputs: x, its <see cref="BatchStatistics"/>, dy and its <see cref="BatchNormSums"/>.
/// </summary>
/// <param name="Norm">The layer, which owns the parameters.</param>
public sealed record BatchNormInputGradient(BatchNorm Norm) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => Norm.Properties;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Same(Exactly(4, inputs)[0], inputs[2], "gradient");
        Same(Shape.Of(2, inputs[0].Channels), inputs[1], "statistics");
        Same(Shape.Of(2, inputs[0].Channels), inputs[3], "sums");
        return inputs[0];
    }

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) => [Norm.Parameters(inputs)[0]];

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor x = context.Inputs[0], statistics = context.Inputs[1], dy = context.Inputs[2], sums = context.Inputs[3];
        double[] weight = context.Parameter(Norm.WeightName);
        for (int pixel = 0; pixel < x.Pixels; pixel++)
            for (int c = 0; c < x.Channels; c++)
            {
                double standard = BatchNormalize.Standardize(x[pixel, c], statistics, c, Norm.Epsilon);
                double centred = dy[pixel, c] - sums[0, c] / x.Pixels - standard * sums[1, c] / x.Pixels;
                context.Output[pixel, c] = weight[c] / Math.Sqrt(statistics[1, c] + Norm.Epsilon) * centred;
            }
    }
}
