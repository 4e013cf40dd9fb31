using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Nothing but zeros, which an epilogue may change: where no tap of a strided layer reaches its input.</summary>
public sealed record Zeros(Shape Shape) : Operation
{
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Shape;

    public override void Evaluate(ReferenceContext context) => Array.Clear(context.Output.Values, 0, context.Output.Values.Length);

    public override void Export(Onnx.OnnxContext context) =>
        throw new InvalidOperationException("Graphs are exported before they are rewritten.");
}
