namespace Fusion;

/// <summary>−x: (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [Conv(8, 3), Negate]   Layer costs;
/// </code>
/// </example>
public sealed class NegateAttribute : OperationAttribute;
