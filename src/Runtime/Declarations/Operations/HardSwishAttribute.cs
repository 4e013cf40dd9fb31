namespace Fusion;

/// <summary>x · relu6(x + 3) / 6: (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [Conv(32, 3), BatchNorm, HardSwish]   Layer conv;
/// </code>
/// </example>
public sealed class HardSwishAttribute : OperationAttribute;
