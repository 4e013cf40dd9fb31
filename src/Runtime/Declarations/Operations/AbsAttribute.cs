namespace Fusion;

/// <summary>|x|: (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [Conv(8, 3), Abs]   Layer edges;
/// </code>
/// </example>
public sealed class AbsAttribute : OperationAttribute;
