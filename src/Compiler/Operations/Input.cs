using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>A value that the caller passes to <c>Run</c>.</summary>
public sealed record Input(string Name, Shape Shape) : Operation
{
    public override IEnumerable<(string Name, object Value)> Properties => [("name", Name), ("shape", Shape.Dimensions)];

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Shape;

    public override void Evaluate(ReferenceContext context) =>
        throw new InvalidOperationException("An input's value is given, not computed.");

    public override void Export(OnnxContext context) => throw new InvalidOperationException("An input is declared, not computed.");
}
