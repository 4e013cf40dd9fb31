namespace Fusion.Training;

/// <summary>
/// The mean over all values of the batch of <c>d² / (2β)</c> where <c>|d| &lt; β</c>, and <c>|d| − β/2</c> elsewhere, d = x − target. A
/// step takes the target.
/// </summary>
public sealed class SmoothL1Attribute : LossAttribute
{
    /// <summary>β; greater than 0.</summary>
    public double Beta { get; set; } = 1;
}
