namespace Fusion;

/// <summary>Normalisation of each channel over all positions: (…, C) to (…, C). Parameters, where they are asked for: <c>weight</c> and
/// <c>bias</c>, each [C].</summary>
/// <remarks><c>(x − mean) / √(variance + epsilon) · weight + bias</c>, with mean and biased variance of the channel (arXiv 1607.08022).
/// On a GPU, the results are 0 where the squares of all distances from the mean add up to more than 3.4e38, as in PyTorch.</remarks>
/// <example>
/// <code>
/// [Conv(32, 3), InstanceNorm, Relu]   Layer conv;
/// </code>
/// </example>
public sealed class InstanceNormAttribute : OperationAttribute
{
    /// <summary>Added to the variance; 1e-5 where it is not given. A number or an expression string.</summary>
    public object? Epsilon { get; set; }

    /// <summary>Whether it has weight and bias; false where it is not given, as in PyTorch. A <see cref="bool"/> or an expression
    /// string.</summary>
    public object? Affine { get; set; }
}
