namespace Fusion;

/// <summary>The mean of each window: (…, C) to (…, C) with fewer positions.</summary>
/// <remarks><c>y[p, c] = Σ x[stride · p + dilation · t − padding, c] / n</c>, over the n positions t of the window. A size becomes
/// <c>⌊(size + 2 · padding − dilation · (kernel − 1) − 1) / stride⌋ + 1</c>. Padding is smaller than the window. In ceil mode the size is
/// rounded up; a last window that would begin behind the input is left out. NaN in a window is its mean. As in PyTorch and ONNX, n counts
/// the zeros of <c>Padding</c> and <c>PaddingEnd</c>, unless <c>CountPadding</c> is false, and never the positions behind them that ceil
/// mode adds.</remarks>
/// <example>
/// <code>
/// [Conv(32, 3), Relu, AveragePool(2)]   Layer half;
/// </code>
/// </example>
public sealed class AveragePoolAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="kernel">The size of the window. An <see cref="int"/> or an expression string; per dimension in parentheses.</param>
    public AveragePoolAttribute(object kernel) => Kernel = kernel;

    /// <summary>The size of the window. An <see cref="int"/> or an expression string; per dimension in parentheses.</summary>
    public object Kernel { get; }

    /// <summary>The step from one window to the next; the window's size where it is not given. An <see cref="int"/> or an expression
    /// string; per dimension in parentheses.</summary>
    public object? Stride { get; set; }

    /// <summary>The distance of the window's positions, 1 where it is not given. An <see cref="int"/> or an expression string; per
    /// dimension in parentheses.</summary>
    public object? Dilation { get; set; }

    /// <summary>Positions added on each side, 0 where it is not given. An <see cref="int"/> or an expression string; per dimension in
    /// parentheses.
    /// Or <see cref="Fusion.Padding.Same"/>.</summary>
    public object? Padding { get; set; }

    /// <summary>Positions added at the end of each dimension, where they are not as many as <see cref="Padding"/> adds at the
    /// beginning.
    /// An <see cref="int"/> or an expression string; per dimension in parentheses.</summary>
    public object? PaddingEnd { get; set; }

    /// <summary>Whether a last window that the input and its padding do not fill counts; false where it is not given. A
    /// <see cref="bool"/> or an expression string.</summary>
    public object? CeilMode { get; set; }

    /// <summary>Whether padded positions count in the mean; true as in PyTorch where it is not given. A <see cref="bool"/> or an expression
    /// string.</summary>
    public object? CountPadding { get; set; }
}
