using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>One row of a value (L, C), as (C): one of several sums that were taken together.</summary>
public sealed record PickRow(int Row) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => [("row", Row)];

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Shape.Of(Exactly(1, inputs)[0].Channels);

    public override void Evaluate(ReferenceContext context) =>
        Array.Copy(context.Inputs[0].Values, Row * context.Output.Channels, context.Output.Values, 0, context.Output.Channels);
}
