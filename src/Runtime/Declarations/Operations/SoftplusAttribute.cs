namespace Fusion;

/// <summary>ln(1 + e^x): (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [Linear(32), Softplus]   Layer scale;
/// </code>
/// </example>
public sealed class SoftplusAttribute : OperationAttribute;
