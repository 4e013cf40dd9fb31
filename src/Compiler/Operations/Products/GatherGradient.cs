using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>The gradient of a <see cref="Gather"/>'s input: at each position the sum over where it went. Input: dy.</summary>
/// <param name="Size">The input's positions along the dimension.</param>
public sealed record GatherGradient(Gather Pick, int Size) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => [.. Pick.Properties, ("size", Size)];

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Pick.WithSize(Exactly(1, inputs)[0], Size);

    public override void Evaluate(ReferenceContext context)
    {
        double[] dy = context.Inputs[0].Values, dx = context.Output.Values;
        foreach (var (from, to, count) in Pick.Runs(context.Output.Shape))
            for (int i = 0; i < count; i++) dx[from + i] += dy[to + i];
    }
}
