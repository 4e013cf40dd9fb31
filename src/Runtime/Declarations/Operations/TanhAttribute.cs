namespace Fusion;

/// <summary>The hyperbolic tangent: (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [Conv(3, 3), Tanh]   Layer picture;
/// </code>
/// </example>
public sealed class TanhAttribute : OperationAttribute;
