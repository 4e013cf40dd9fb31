namespace Fusion.Training;

/// <summary>
/// The cross entropy of class labels, from logits: <c>−1/P · Σ log softmax(x)[label]</c> over all P positions of the batch. A step takes
/// the labels as <c>ReadOnlySpan&lt;int&gt;</c>, one for each position.
/// </summary>
public sealed class CrossEntropyAttribute : LossAttribute
{
    /// <summary>The share of the target that is spread over all classes (arXiv 1512.00567); from 0 to 1.</summary>
    public double Smoothing { get; set; }
}
