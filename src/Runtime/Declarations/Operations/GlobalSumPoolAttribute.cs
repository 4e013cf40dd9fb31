namespace Fusion;

/// <summary>The sum over all positions: (…, C) to (C).</summary>
/// <remarks><c>y[c] = Σ x[p, c]</c>, over all positions p.</remarks>
/// <example>
/// <code>
/// [GlobalSumPool, Linear(10)]   Layer head;
/// </code>
/// </example>
public sealed class GlobalSumPoolAttribute : OperationAttribute;
