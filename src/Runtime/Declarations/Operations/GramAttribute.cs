namespace Fusion;

/// <summary>How the channels go together over all positions: (…, C) to (C, C).</summary>
/// <remarks><c>y[i, j] = Σ x[p, i] · x[p, j] / n</c>, over the positions p. n is 1, or what <see cref="Normalize"/> says. Gatys et al.,
/// "A Neural Algorithm of Artistic Style", 2015.</remarks>
/// <example>
/// <code>
/// [Conv(16, 3), Relu, Gram(Normalize = GramNormalization.Positions)]   Layer style;
/// </code>
/// </example>
public sealed class GramAttribute : OperationAttribute
{
    /// <summary>What the sums are divided by; nothing where it is not given. A <see cref="GramNormalization"/> or an expression
    /// string.</summary>
    public object? Normalize { get; set; }
}
