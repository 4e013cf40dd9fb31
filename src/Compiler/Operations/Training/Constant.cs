using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>One number, of shape (1): where the gradients begin, the weight of a term of the loss.</summary>
public sealed record Constant(double Value) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => [("value", Value)];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Exactly(0, inputs);
        return Shape.Of(1);
    }

    public override void Evaluate(ReferenceContext context) => context.Output.Values[0] = Value;
}
