namespace Fusion;

/// <summary>The logarithm of a softmax over the channels, or other axes: (…, C) to (…, C).</summary>
/// <remarks><c>y[p, c] = x[p, c] − ln Σ e^x[p, k]</c>, over the channels k.</remarks>
/// <example>
/// <code>
/// [GlobalAveragePool, Linear(10), LogSoftmax]   Layer head;
/// </code>
/// </example>
public sealed class LogSoftmaxAttribute : OperationAttribute
{
    /// <summary>Along what the sum runs; the channels where it is not given.</summary>
    public Axes Axes { get; set; } = Axes.Channels;
}
