using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// The mean, over all n values of the batch, of a function of a prediction and its target. Inputs: the predictions and the targets, of one
/// shape. Weighted, it is <c>1/n · Σ w · f(x, t)</c>, and w a third input of that shape, without a gradient; where the mean of w is 1, as
/// of a mask whose numbers are divided by their mean, that is a weighted mean. A value of which w is 0 is not looked at.
/// </summary>
/// <param name="IsWeighted">Whether there are weights.</param>
public abstract record ElementwiseLoss(bool IsWeighted = false) : Loss
{
    public override IEnumerable<(string Name, object Value)> Properties => IsWeighted ? [("weighted", true)] : [];

    /// <summary>The function, in double precision.</summary>
    public abstract double Apply(double prediction, double target);

    /// <summary>Its derivative by the prediction (input 0) or the target (input 1).</summary>
    public abstract double Derivative(double prediction, double target, int input);

    protected override void Check(IReadOnlyList<Shape> inputs)
    {
        LossRule.SameShape(Kind, Exactly(IsWeighted ? 3 : 2, inputs)[0], inputs[1], "predictions", "targets");
        if (IsWeighted) LossRule.SameShape(Kind, inputs[0], inputs[2], "predictions", "weights");
    }

    public sealed override double Value(IReadOnlyList<ReferenceTensor> inputs)
    {
        double sum = 0;
        for (int i = 0; i < inputs[0].Values.Length; i++)
            if (Weight(inputs, i) is not 0 and var weight) sum += weight * Apply(inputs[0].Values[i], inputs[1].Values[i]);
        return sum / inputs[0].Values.Length;
    }

    public sealed override void Derive(IReadOnlyList<ReferenceTensor> inputs, int input, ReferenceTensor derivative)
    {
        double[] predictions = inputs[0].Values, targets = inputs[1].Values;
        for (int i = 0; i < predictions.Length; i++)
            if (Weight(inputs, i) is not 0 and var weight)
                derivative.Values[i] = weight * Derivative(predictions[i], targets[i], input) / predictions.Length;
    }

    private double Weight(IReadOnlyList<ReferenceTensor> inputs, int index) => IsWeighted ? inputs[2].Values[index] : 1;
}
