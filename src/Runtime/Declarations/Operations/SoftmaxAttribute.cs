namespace Fusion;

/// <summary>e^x divided by its sum over the channels: (…, C) to (…, C).</summary>
/// <remarks><c>y[p, c] = e^x[p, c] / Σ e^x[p, k]</c>, over the channels k.</remarks>
public sealed class SoftmaxAttribute : OperationAttribute;
