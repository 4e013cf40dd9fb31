namespace Fusion.Training;

/// <summary>The mean of <c>(x − target)²</c> over all values of the batch. A step takes the target.</summary>
public sealed class MeanSquaredErrorAttribute : LossAttribute
{
    /// <summary>
    /// Whether a step also takes a mask, as many numbers as the target has: how much each value counts, at least 0. The mean is then
    /// <c>Σ mask · loss / Σ mask</c>; a value of which the mask is 0 is not looked at, so that its target may be anything, NaN included. A
    /// batch of which nothing counts has the loss 0 and no gradient.
    /// </summary>
    public bool Mask { get; set; }
}
