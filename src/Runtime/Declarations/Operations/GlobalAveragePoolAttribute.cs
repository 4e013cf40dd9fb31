namespace Fusion;

/// <summary>The mean over all positions: (…, C) to (C).</summary>
/// <remarks><c>y[c] = Σ x[p, c] / n</c>, over all n positions p.</remarks>
/// <example>
/// <code>
/// [GlobalAveragePool, Linear(10)]   Layer head;
/// </code>
/// </example>
public sealed class GlobalAveragePoolAttribute : OperationAttribute;
