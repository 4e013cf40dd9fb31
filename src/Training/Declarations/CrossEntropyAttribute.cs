namespace Fusion.Training;

/// <summary>
/// The cross entropy of class labels, from logits: <c>−1/P · Σ log softmax(x)[label]</c> over all P positions of the batch. A step takes
/// the labels as <c>ReadOnlySpan&lt;int&gt;</c>, one for each position.
/// </summary>
public sealed class CrossEntropyAttribute : LossAttribute
{
    /// <summary>The share of the target that is spread over all classes (arXiv 1512.00567); from 0 to 1.</summary>
    public double Smoothing { get; set; }

    /// <summary>
    /// The label of positions that do not count, such as 255 in maps of classes: the sum goes over the others, and P is how many these are.
    /// It may be no class. A batch of which nothing counts has the loss 0 and no gradient. Where it is not given, every label must be a
    /// class.
    /// </summary>
    public int IgnoreLabel { get; set; } = int.MinValue;

    /// <summary>
    /// How much each class counts, at least 0; where it is not given, all count the same. With w the weight of a position's class, it is
    /// <c>−Σ w · log softmax(x)[label] / Σ w</c>, PyTorch's <c>CrossEntropyLoss(weight=…)</c>. Not together with <see cref="Smoothing"/>.
    /// </summary>
    public double[] ClassWeights { get; set; } = [];
}
