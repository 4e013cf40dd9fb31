namespace Fusion;

/// <summary>Normalisation over all positions and the channels of a group: (…, C) to (…, C). Parameters: <c>weight</c> and <c>bias</c>,
/// each [C].</summary>
/// <remarks><c>(x − mean) / √(variance + epsilon) · weight + bias</c>, with mean and biased variance of all positions and the C / groups
/// channels of a group (arXiv 1803.08494). On a GPU, the results are 0 where the squares of all distances from the mean add up to more
/// than 3.4e38, as in PyTorch.</remarks>
/// <example>
/// <code>
/// [Conv(32, 3), GroupNorm(8), Relu]   Layer conv;
/// </code>
/// </example>
public sealed class GroupNormAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="groups">The number of groups, which divides the channels. An <see cref="int"/> or an expression string.</param>
    public GroupNormAttribute(object groups) => Groups = groups;

    /// <summary>The number of groups, which divides the channels. An <see cref="int"/> or an expression string.</summary>
    public object Groups { get; }

    /// <summary>Added to the variance; 1e-5 where it is not given. A number or an expression string.</summary>
    public object? Epsilon { get; set; }

    /// <summary>Whether it has weight and bias; true where it is not given. A <see cref="bool"/> or an expression string.</summary>
    public object? Affine { get; set; }
}
