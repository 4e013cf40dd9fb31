using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary><c>dy · f′(x)</c>, element by element. Inputs: x and dy.</summary>
public sealed record ElementwiseGradient(ElementwiseOperation Function) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => [("of", Function.Kind), .. Function.Properties];

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Same(Exactly(2, inputs)[0], inputs[1], "gradient");

    public override void Evaluate(ReferenceContext context)
    {
        double[] x = context.Inputs[0].Values, dy = context.Inputs[1].Values;
        for (int i = 0; i < x.Length; i++) context.Output.Values[i] = dy[i] * Function.Derivative(x[i]);
    }
}
