namespace Fusion;

/// <summary>The dimensions in another order; without axes, the last two exchanged: (L, C) to (C, L).</summary>
/// <remarks>Dimension i of the result is dimension axes[i] of the input.</remarks>
/// <example>
/// <code>
/// // Mixes positions instead of channels.
/// [Transpose, Linear(64), Transpose]   Layer tokens;
/// </code>
/// </example>
public sealed class TransposeAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="axes">The input's dimensions in the order of the result, counted from 0; none to exchange the last two. Each an
    /// <see cref="int"/> or an expression string.</param>
    public TransposeAttribute(params object[] axes) => Axes = axes;

    /// <summary>The input's dimensions in the order of the result; none to exchange the last two.</summary>
    public object[] Axes { get; }
}
