namespace Fusion;

/// <summary>Repeats all positions: (H, W, C) to (counts · H, counts · W, C).</summary>
/// <remarks><c>y[p, c] = x[p mod size, c]</c>.</remarks>
/// <example>
/// <code>
/// [Conv(32, 3), Tile("(1, 2)")]   Layer twice;
/// </code>
/// </example>
public sealed class TileAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="counts">How often. An <see cref="int"/> or an expression string; per dimension in parentheses.</param>
    public TileAttribute(object counts) => Counts = counts;

    /// <summary>How often. An <see cref="int"/> or an expression string; per dimension in parentheses.</summary>
    public object Counts { get; }
}
