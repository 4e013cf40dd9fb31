using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>Some neighbouring positions of the first spatial dimension: what <see cref="Append"/> was given there.</summary>
public sealed record Segment(int Start, int Count) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => [("start", Start), ("count", Count)];

    public override Shape InferShape(IReadOnlyList<Shape> inputs) =>
        new([Count, .. Exactly(1, inputs)[0].Dimensions.Skip(1)]);

    public override void Evaluate(ReferenceContext context)
    {
        int row = context.Output.Values.Length / Count;
        Array.Copy(context.Inputs[0].Values, Start * row, context.Output.Values, 0, Count * row);
    }
}
