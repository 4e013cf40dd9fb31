namespace Fusion.Compiler.Operations;

/// <summary>
/// The mean of <c>−t log σ(x) − (1 − t) log(1 − σ(x)) = max(x, 0) − x t + log(1 + exp(−|x|))</c> over all values of the batch, as PyTorch's
/// <c>binary_cross_entropy_with_logits</c>. The predictions are logits, the targets probabilities, which is not checked.
/// </summary>
public sealed record BinaryCrossEntropy(bool IsWeighted = false) : ElementwiseLoss(IsWeighted)
{
    public override double Apply(double prediction, double target) =>
        Math.Max(prediction, 0) - prediction * target + LogOnePlus(Math.Exp(-Math.Abs(prediction)));

    public override double Derivative(double prediction, double target, int input) =>
        input == 0 ? 1 / (1 + Math.Exp(-prediction)) - target : -prediction;

    /// <summary>log(1 + e) without the rounding of the sum: the error of 1 + e is the same in both factors.</summary>
    private static double LogOnePlus(double e)
    {
        double sum = 1 + e;
        return sum == 1 ? e : Math.Log(sum) * e / (sum - 1);
    }
}
