namespace Fusion;

/// <summary>Lays blocks of positions side by side as channels, in PyTorch's order: (factor · H, factor · W, C) to (H, W, factor² ·
/// C).</summary>
/// <remarks><c>y[p, c · factor² + i · factor + j] = x[factor · p + (i, j), c]</c>.</remarks>
/// <example>
/// <code>
/// [PixelUnshuffle(2), Conv(32, 1)]   Layer down;
/// </code>
/// </example>
public sealed class PixelUnshuffleAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="factor">The side of a block. An <see cref="int"/> or an expression string.</param>
    public PixelUnshuffleAttribute(object factor) => Factor = factor;

    /// <summary>The side of a block. An <see cref="int"/> or an expression string.</summary>
    public object Factor { get; }
}
