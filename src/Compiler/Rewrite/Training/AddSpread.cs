using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Rewrite;

/// <summary>
/// Adds a value at every n-th position, as a step of an epilogue: one of its inputs is the value in the register, the other what a
/// <see cref="SubsampleGradient"/> would put there.
/// </summary>
public sealed record AddSpread(SubsampleGradient Spread) : Operation
{
    public override string Kind => "Add";

    public override IEnumerable<(string Name, object Value)> Properties => Spread.Properties;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Spread.Input;

    public override void Evaluate(ReferenceContext context) => new Add().Evaluate(new ReferenceContext(
        [context.Inputs[0], FusedEvaluation.Apply(Spread, [context.Inputs[1]], context)], context.Output, context.Parameter));

    public override void Export(Onnx.OnnxContext context) =>
        throw new InvalidOperationException("Graphs are exported before they are rewritten.");
}
