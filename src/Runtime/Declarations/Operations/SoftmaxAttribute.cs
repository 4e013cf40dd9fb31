namespace Fusion;

/// <summary>e^x divided by its sum over the channels: (…, C) to (…, C).</summary>
/// <remarks><c>y[p, c] = e^x[p, c] / Σ e^x[p, k]</c>, over the channels k.</remarks>
/// <example>
/// <code>
/// [GlobalAveragePool, Linear(10), Softmax]   Layer head;
/// </code>
/// </example>
public sealed class SoftmaxAttribute : OperationAttribute;
