namespace Fusion;

/// <summary>Root mean square normalisation over the channels of each position: (…, C) to (…, C). Parameter: <c>weight</c> [C].</summary>
/// <remarks><c>x / √(mean(x²) + epsilon) · weight</c>, with the mean over the position's C channels (arXiv 1910.07467).</remarks>
/// <example>
/// <code>
/// [RmsNorm(Epsilon = 1e-6), Linear(256), Silu]   Layer mlp;
/// </code>
/// </example>
public sealed class RmsNormAttribute : OperationAttribute
{
    /// <summary>Added to the mean; 2^−23 where it is not given, as in PyTorch. A number or an expression string.</summary>
    public object? Epsilon { get; set; }

    /// <summary>Whether it has a weight; true where it is not given. A <see cref="bool"/> or an expression string.</summary>
    public object? Affine { get; set; }
}
