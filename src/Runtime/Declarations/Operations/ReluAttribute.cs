namespace Fusion;

/// <summary>max(x, 0): (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [Conv(32, 3), BatchNorm, Relu]   Layer conv;
/// </code>
/// </example>
public sealed class ReluAttribute : OperationAttribute;
