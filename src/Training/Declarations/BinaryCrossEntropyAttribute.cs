namespace Fusion.Training;

/// <summary>
/// The binary cross entropy from logits, the mean over all values of the batch: <c>log(1 + exp(x)) − target · x</c>. A step takes the
/// target, numbers from 0 to 1.
/// </summary>
public sealed class BinaryCrossEntropyAttribute : LossAttribute
{
    /// <summary>
    /// Whether a step also takes a mask, as many numbers as the target has: how much each value counts, at least 0. The mean is then
    /// <c>Σ mask · loss / Σ mask</c>; a value of which the mask is 0 is not looked at, so that its target may be anything, NaN included. A
    /// batch of which nothing counts has the loss 0 and no gradient.
    /// </summary>
    public bool Mask { get; set; }
}
