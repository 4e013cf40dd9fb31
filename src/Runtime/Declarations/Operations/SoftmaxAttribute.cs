namespace Fusion;

/// <summary>e^x divided by its sum over the channels, or other axes: (…, C) to (…, C).</summary>
/// <remarks><c>y[p, c] = e^x[p, c] / Σ e^x[p, k]</c>, over the channels k.</remarks>
/// <example>
/// <code>
/// [GlobalAveragePool, Linear(10), Softmax]   Layer head;
/// </code>
/// </example>
public sealed class SoftmaxAttribute : OperationAttribute
{
    /// <summary>Along what the sum runs; the channels where it is not given.</summary>
    public Axes Axes { get; set; } = Axes.Channels;
}
