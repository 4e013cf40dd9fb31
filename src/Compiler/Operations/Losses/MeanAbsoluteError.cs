namespace Fusion.Compiler.Operations;

/// <summary>
/// The mean of <c>|x − t|</c> over all values of the batch, as PyTorch's <c>l1_loss</c>; where x = t, the derivative is 0.
/// </summary>
public sealed record MeanAbsoluteError(bool IsWeighted = false) : ElementwiseLoss(IsWeighted)
{
    public override double Apply(double prediction, double target) => Math.Abs(prediction - target);

    public override double Derivative(double prediction, double target, int input)
    {
        // Not Math.Sign, which throws for NaN.
        double difference = input == 0 ? prediction - target : target - prediction;
        return difference > 0 ? 1 : difference < 0 ? -1 : difference;
    }
}
