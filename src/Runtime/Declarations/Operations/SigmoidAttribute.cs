namespace Fusion;

/// <summary>1 / (1 + e^−x): (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [GlobalAveragePool, Linear(1), Sigmoid]   Layer head;
/// </code>
/// </example>
public sealed class SigmoidAttribute : OperationAttribute;
