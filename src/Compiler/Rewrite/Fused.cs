using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Rewrite;

/// <summary>Hands its input on; the core of a kernel that consists of an epilogue only.</summary>
public sealed record Copy : Operation
{
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

    public override void Evaluate(ReferenceContext context) => FusedEvaluation.Copy(context);

    public override void Export(OnnxContext context) =>
        throw new InvalidOperationException("Graphs are exported before they are rewritten.");
}

/// <summary>
/// One kernel: a core operation, and an epilogue of element-wise operations on each of its results while they are in registers.
/// Inputs: the core's, then one for each operation of the epilogue that takes two.
/// </summary>
/// <param name="CoreInputs">How many inputs belong to the core.</param>
/// <param name="Squeeze">The kernel also sums its results over the pixels, for a <see cref="SqueezeResult"/>.</param>
public sealed record Fused(Operation Core, int CoreInputs, EquatableArray<Operation> Epilogue, bool Squeeze) : Operation
{
    public override string Kind => "Fused";

    public override IEnumerable<(string Name, object Value)> Properties =>
    [
        ("core", Core.Kind), .. Core.Properties, .. Epilogue.Select(step => ("then", (object)StepText(step))),
        .. Squeeze ? [("squeeze", (object)true)] : Array.Empty<(string, object)>(),
    ];

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Core.InferShape([.. inputs.Take(CoreInputs)]);

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape output) => Core.MultiplyAdds([.. inputs.Take(CoreInputs)], output);

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs)
    {
        Shape result = InferShape(inputs);
        return [.. Core.Parameters([.. inputs.Take(CoreInputs)]), .. Epilogue.SelectMany(step => step.Parameters([result, result]))];
    }

    public override void Evaluate(ReferenceContext context) => FusedEvaluation.Fused(this, context);

    public override void Export(OnnxContext context) =>
        throw new InvalidOperationException("Graphs are exported before they are rewritten.");

    public static bool TakesTwo(Operation step) => step is BinaryOperation or AddSpread or GradientStep or SampleStep;

    private static string StepText(Operation step)
    {
        string properties = string.Join(", ", step.Properties.Select(property => property.Value));
        return properties.Length == 0 ? step.Kind : $"{step.Kind}({properties})";
    }
}

/// <summary>The mean or sum over the pixels of its input, finished from the sums that the input's kernel took.</summary>
public sealed record SqueezeResult(GlobalPoolMode Mode) : Operation
{
    public override IEnumerable<(string Name, object Value)> Properties => [("mode", Mode.ToString())];

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Shape.Of(inputs[0].Channels);

    public override void Evaluate(ReferenceContext context) => new GlobalPool(Mode).Evaluate(context);

    public override void Export(OnnxContext context) =>
        throw new InvalidOperationException("Graphs are exported before they are rewritten.");
}
