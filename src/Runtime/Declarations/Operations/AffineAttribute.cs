namespace Fusion;

/// <summary>scale · x + offset: (…, C) to (…, C).</summary>
/// <remarks>In <c>Forward</c>, operators say the same: <c>0.5 * x + 1</c>.</remarks>
/// <example>
/// <code>
/// // From 0 … 1 to −1 … 1.
/// [Affine(2, -1), Conv(32, 3)]   Layer stem;
/// </code>
/// </example>
/// <param name="scale">What x is multiplied by. A number or an expression string.</param>
/// <param name="offset">What is added. A number or an expression string; 0 where it is not given.</param>
public sealed class AffineAttribute(object scale, object? offset = null) : OperationAttribute
{
    /// <summary>What x is multiplied by. A number or an expression string.</summary>
    public object Scale { get; } = scale;

    /// <summary>What is added. A number or an expression string; 0 where it is not given.</summary>
    public object? Offset { get; } = offset;
}
