namespace Fusion.Training;

/// <summary>The mean of <c>(x − target)²</c> over all values of the batch. A step takes the target.</summary>
public sealed class MeanSquaredErrorAttribute : LossAttribute;
