namespace Fusion;

/// <summary>Layer normalisation over the channels of each position: (…, C) to (…, C). Parameters: <c>weight</c> and <c>bias</c>,
/// each [C].</summary>
/// <remarks><c>(x − mean) / √(variance + epsilon) · weight + bias</c>, with mean and biased variance of the position's C channels
/// (arXiv 1607.06450). Where the squares of all distances from the mean add up to more than 3.4e38, the results are 0, as in
/// PyTorch.</remarks>
/// <example>
/// <code>
/// [LayerNorm(Epsilon = 1e-6), Linear(256), Gelu]   Layer mlp;
/// </code>
/// </example>
public sealed class LayerNormAttribute : OperationAttribute
{
    /// <summary>Added to the variance; 1e-5 where it is not given. A number or an expression string.</summary>
    public object? Epsilon { get; set; }

    /// <summary>Whether it has weight and bias; true where it is not given. A <see cref="bool"/> or an expression string.</summary>
    public object? Affine { get; set; }
}
