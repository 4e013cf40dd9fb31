using Fusion.Compiler.Operations;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Tests.Differentiate;

/// <summary>The sum of all elements of y, each times one of r: its gradient is r.</summary>
internal sealed record Projection : Loss
{
    protected override void Check(IReadOnlyList<Shape> inputs) { }

    public override double Value(IReadOnlyList<ReferenceTensor> inputs) =>
        inputs[0].Values.Zip(inputs[1].Values, (left, right) => left * right).Sum();

    public override void Derive(IReadOnlyList<ReferenceTensor> inputs, int input, ReferenceTensor derivative) =>
        inputs[1 - input].Values.CopyTo(derivative.Values, 0);
}
