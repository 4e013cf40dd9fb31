namespace Fusion;

/// <summary>x · tanh(softplus(x)): (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [Conv(32, 3), BatchNorm, Mish]   Layer conv;
/// </code>
/// </example>
public sealed class MishAttribute : OperationAttribute;
