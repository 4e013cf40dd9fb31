using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Rewrite;

/// <summary>A sum or product as a step of an epilogue, whose operand has one position for each sample of a batch: a gate.</summary>
/// <param name="Each">What runs on a sample.</param>
public sealed record SampleStep(BinaryOperation Each) : Operation
{
    public override string Kind => Each.Kind;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => new Batched(Each).InferShape(inputs);

    public override void Evaluate(ReferenceContext context) => new Batched(Each).Evaluate(context);

    public override void Export(OnnxContext context) =>
        throw new InvalidOperationException("Graphs are exported before they are rewritten.");
}
