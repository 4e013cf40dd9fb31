namespace Fusion;

/// <summary>e^x: (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [Linear(8), Exp]   Layer rates;
/// </code>
/// </example>
public sealed class ExpAttribute : OperationAttribute;
