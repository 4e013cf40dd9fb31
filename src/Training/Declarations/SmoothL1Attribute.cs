namespace Fusion.Training;

/// <summary>
/// The mean over all values of the batch of <c>d² / (2β)</c> where <c>|d| &lt; β</c>, and <c>|d| − β/2</c> elsewhere, d = x − target. A
/// step takes the target.
/// </summary>
public sealed class SmoothL1Attribute : LossAttribute
{
    /// <summary>β; greater than 0.</summary>
    public double Beta { get; set; } = 1;

    /// <summary>
    /// Whether a step also takes a mask, as many numbers as the target has: how much each value counts, at least 0. The mean is then
    /// <c>Σ mask · loss / Σ mask</c>; a value of which the mask is 0 is not looked at, so that its target may be anything, NaN included. A
    /// batch of which nothing counts has the loss 0 and no gradient.
    /// </summary>
    public bool Mask { get; set; }
}
