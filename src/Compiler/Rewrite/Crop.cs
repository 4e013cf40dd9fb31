using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Rewrite;

/// <summary>Some of the positions of a value, read where they lie: a <see cref="Pad"/> that only takes away.</summary>
/// <param name="Before">How many positions there are before the first, for each spatial dimension.</param>
/// <param name="After">How many there are behind the last.</param>
public sealed record Crop(EquatableArray<int> Before, EquatableArray<int> After) : Operation
{
    public override IEnumerable<(string Name, object Value)> Properties =>
        [("before", Window.Compact(Before, 0)), ("after", Window.Compact(After, 0))];

    private Pad Pad => new([.. Before.Select(size => -size)], [.. After.Select(size => -size)]);

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Pad.InferShape(inputs);

    public override void Evaluate(ReferenceContext context) => Pad.Evaluate(context);

    public override void Export(OnnxContext context) =>
        throw new InvalidOperationException("Graphs are exported before they are rewritten.");
}
