namespace Fusion.Compiler.Operations;

/// <summary>
/// With <c>d = x − t</c> the mean, over all values of the batch, of <c>d² / (2 β)</c> where <c>|d| &lt; β</c> and of <c>|d| − β/2</c>
/// elsewhere (arXiv 1504.08083), as PyTorch's <c>smooth_l1_loss</c>. Huber's loss with δ = β is β times this.
/// </summary>
/// <param name="Beta">β, greater than 0; for 0 see <see cref="MeanAbsoluteError"/>.</param>
public sealed record SmoothL1(double Beta = 1, bool IsWeighted = false) : ElementwiseLoss(IsWeighted)
{
    public override IEnumerable<(string Name, object Value)> Properties => [("beta", Beta), .. base.Properties];

    protected override void Check(IReadOnlyList<Shape> inputs)
    {
        base.Check(inputs);
        LossRule.Positive(Kind, "beta", Beta);
    }

    public override double Apply(double prediction, double target)
    {
        double distance = Math.Abs(prediction - target);
        return distance < Beta ? distance * distance / (2 * Beta) : distance - Beta / 2;
    }

    public override double Derivative(double prediction, double target, int input)
    {
        double difference = input == 0 ? prediction - target : target - prediction;
        return difference >= Beta ? 1 : difference <= -Beta ? -1 : difference / Beta;
    }
}
