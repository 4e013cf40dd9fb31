using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary><c>dy · f′(x)</c>, element by element. Inputs: x, or y where that is enough, and dy.</summary>
/// <param name="FromResult">Whether the first input is y = f(x).</param>
public sealed record ElementwiseGradient(ElementwiseOperation Function, bool FromResult = false) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties =>
        [("of", Function.Kind), .. FromResult ? [("fromResult", (object)true)] : Array.Empty<(string, object)>(), .. Function.Properties];

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Same(Exactly(2, inputs)[0], inputs[1], "gradient");

    public override void Evaluate(ReferenceContext context)
    {
        double[] at = context.Inputs[0].Values, dy = context.Inputs[1].Values;
        for (int i = 0; i < at.Length; i++) context.Output.Values[i] = dy[i] * Derivative(at[i]);
    }

    private double Derivative(double at) => FromResult ? Function.DerivativeOfResult(at) : Function.Derivative(at);
}
