using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>The opposite of <see cref="Flatten"/>: from all elements in channel-first order to a value of a shape.</summary>
public sealed record Unflatten(Shape Target) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => [("target", Target.Dimensions)];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Same(new Flatten().InferShape([Target]), Exactly(1, inputs)[0], "input");
        return Target;
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor result = context.Output;
        for (int c = 0; c < result.Channels; c++)
            for (int pixel = 0; pixel < result.Pixels; pixel++) result[pixel, c] = context.Inputs[0][0, c * result.Pixels + pixel];
    }
}
