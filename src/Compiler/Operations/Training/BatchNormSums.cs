using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// Over all positions of all samples, the sums of dy and of dy · x̂, as (2, C): the gradients of a norm's bias and weight. Inputs: x, its
/// <see cref="BatchStatistics"/>, dy.
/// </summary>
public sealed record BatchNormSums(double Epsilon) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => [("epsilon", Epsilon)];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Same(Exactly(3, inputs)[0], inputs[2], "gradient");
        return Same(Shape.Of(2, inputs[0].Channels), inputs[1], "statistics");
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor x = context.Inputs[0], statistics = context.Inputs[1], dy = context.Inputs[2];
        for (int pixel = 0; pixel < x.Pixels; pixel++)
            for (int c = 0; c < x.Channels; c++)
            {
                context.Output[0, c] += dy[pixel, c];
                context.Output[1, c] += dy[pixel, c] * BatchNormalize.Standardize(x[pixel, c], statistics, c, Epsilon);
            }
    }
}
