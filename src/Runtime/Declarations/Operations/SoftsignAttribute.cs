namespace Fusion;

/// <summary>x / (1 + |x|): (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [Linear(32), Softsign]   Layer hidden;
/// </code>
/// </example>
public sealed class SoftsignAttribute : OperationAttribute;
