namespace Fusion;

/// <summary>x · sigmoid(x), also called swish: (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [Conv(32, 3), BatchNorm, Silu]   Layer conv;
/// </code>
/// </example>
public sealed class SiluAttribute : OperationAttribute;
