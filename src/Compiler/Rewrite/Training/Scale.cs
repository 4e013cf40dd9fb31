using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Rewrite;

/// <summary>Times a constant.</summary>
public sealed record Scale(double Factor) : ElementwiseOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => [("factor", Factor)];

    public override double Apply(double x) => x * Factor;

    public override double Derivative(double x) => Factor;

    public override void Export(OnnxContext context) =>
        throw new InvalidOperationException("Graphs are exported before they are rewritten.");
}
