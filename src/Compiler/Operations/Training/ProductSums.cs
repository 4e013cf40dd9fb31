using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// For each sample of a batch and each channel, the sum of a · b over the positions: the gradient of a gate. Inputs: a and b; or a, what a
/// norm read, and its <see cref="BatchStatistics"/>, where b is the norm's result.
/// </summary>
/// <param name="Norm">The norm that makes b, which owns the parameters; null where b is there.</param>
public sealed record ProductSums(BatchNorm? Norm) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => Norm?.Properties ?? [];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape a = Exactly(Norm is null ? 2 : 3, inputs)[0];
        Same(a, inputs[1], "second value");
        if (Norm is not null) Same(Shape.Of(2, a.Channels), inputs[2], "statistics");
        return Shape.Of(a.Dimensions[0], a.Channels);
    }

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) =>
        Norm is null ? [] : [.. Norm.Parameters(inputs).Take(2)];

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor a = context.Inputs[0], b = context.Inputs[1];
        if (Norm is not null)
        {
            b = new ReferenceTensor(b.Shape);
            new BatchNormalize(Norm).Evaluate(new ReferenceContext([context.Inputs[1], context.Inputs[2]], b, context.Parameter));
        }
        int positions = a.Pixels / a.Shape.Dimensions[0];
        for (int pixel = 0; pixel < a.Pixels; pixel++)
            for (int c = 0; c < a.Channels; c++) context.Output[pixel / positions, c] += a[pixel, c] * b[pixel, c];
    }
}
