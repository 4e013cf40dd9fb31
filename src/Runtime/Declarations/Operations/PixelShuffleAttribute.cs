namespace Fusion;

/// <summary>Lays channels out as blocks of positions, in PyTorch's order: (H, W, factor² · C) to (factor · H, factor · W, C).</summary>
/// <remarks><c>y[factor · p + (i, j), c] = x[p, c · factor² + i · factor + j]</c>.</remarks>
/// <example>
/// <code>
/// [Conv("4 * x.Channels", 3), PixelShuffle(2)]   Layer up;
/// </code>
/// </example>
public sealed class PixelShuffleAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="factor">The side of a block. An <see cref="int"/> or an expression string.</param>
    public PixelShuffleAttribute(object factor) => Factor = factor;

    /// <summary>The side of a block. An <see cref="int"/> or an expression string.</summary>
    public object Factor { get; }
}
