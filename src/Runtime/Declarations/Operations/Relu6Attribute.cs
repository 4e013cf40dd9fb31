namespace Fusion;

/// <summary>min(max(x, 0), 6): (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [Conv(32, 3), BatchNorm, Relu6]   Layer conv;
/// </code>
/// </example>
public sealed class Relu6Attribute : OperationAttribute;
