namespace Fusion;

/// <summary>√x; NaN of less than 0: (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [Square, GlobalAveragePool, Sqrt]   Layer sizes;
/// </code>
/// </example>
public sealed class SqrtAttribute : OperationAttribute;
