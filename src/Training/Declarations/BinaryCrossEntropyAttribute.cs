namespace Fusion.Training;

/// <summary>
/// The binary cross entropy from logits, the mean over all values of the batch: <c>log(1 + exp(x)) − target · x</c>. A step takes the
/// target, numbers from 0 to 1.
/// </summary>
public sealed class BinaryCrossEntropyAttribute : LossAttribute;
