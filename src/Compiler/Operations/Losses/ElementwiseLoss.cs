using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// The mean, over all values of the batch, of a function of a prediction and its target. Inputs: the predictions and the targets, of one
/// shape.
/// </summary>
public abstract record ElementwiseLoss : Loss
{
    /// <summary>The function, in double precision.</summary>
    public abstract double Apply(double prediction, double target);

    /// <summary>Its derivative by the prediction (input 0) or the target (input 1).</summary>
    public abstract double Derivative(double prediction, double target, int input);

    protected override void Check(IReadOnlyList<Shape> inputs) =>
        LossRule.SameShape(Kind, Exactly(2, inputs)[0], inputs[1], "predictions", "targets");

    public sealed override double Value(IReadOnlyList<ReferenceTensor> inputs) =>
        inputs[0].Values.Zip(inputs[1].Values, Apply).Average();

    public sealed override void Derive(IReadOnlyList<ReferenceTensor> inputs, int input, ReferenceTensor derivative)
    {
        double[] predictions = inputs[0].Values, targets = inputs[1].Values;
        for (int i = 0; i < predictions.Length; i++)
            derivative.Values[i] = Derivative(predictions[i], targets[i], input) / predictions.Length;
    }
}
