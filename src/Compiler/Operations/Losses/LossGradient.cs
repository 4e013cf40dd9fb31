using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// <c>d · ∂loss/∂x</c> for one input x of a loss, in its shape. Inputs: those of the loss, and d, the derivative of all by the loss.
/// </summary>
/// <param name="Input">Which input x is.</param>
public sealed record LossGradient(Loss Loss, int Input) : TrainingOperation
{
    public override string Kind => Loss.Kind + "Gradient";

    public override IEnumerable<(string Name, object Value)> Properties =>
        Input == 0 ? Loss.Properties : [("input", Input), .. Loss.Properties];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        int last = inputs.Count - 1;
        Same(Loss.InferShape([.. inputs.Take(last)]), inputs[last], "derivative by the loss");
        return inputs[Input];
    }

    public override void Evaluate(ReferenceContext context)
    {
        int last = context.Inputs.Count - 1;
        Loss.Derive([.. context.Inputs.Take(last)], Input, context.Output);
        double scale = context.Inputs[last].Values[0];
        double[] values = context.Output.Values;
        for (int i = 0; i < values.Length; i++) values[i] *= scale;
    }
}
