using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Rewrite;

/// <summary>The gradient of an activation as a step of an epilogue: one of its inputs is the value in the register, the other the operand.
/// </summary>
/// <param name="OfGradient">Whether the value in the register is dy, and the operand what the derivative follows from; else it is the
/// other way round.</param>
public sealed record GradientStep(ElementwiseGradient Source, bool OfGradient) : Operation
{
    /// <summary>Its name in those of kernels.</summary>
    public override string Kind => Source.Function.Kind + "Gradient";

    public override IEnumerable<(string Name, object Value)> Properties => [("ofGradient", OfGradient), .. Source.Properties];

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Source.InferShape(inputs);

    public override void Evaluate(ReferenceContext context) => Source.Evaluate(OfGradient
        ? new ReferenceContext([context.Inputs[1], context.Inputs[0]], context.Output, context.Parameter) : context);

    public override void Export(Onnx.OnnxContext context) =>
        throw new InvalidOperationException("Graphs are exported before they are rewritten.");
}
