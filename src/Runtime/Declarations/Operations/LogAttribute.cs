namespace Fusion;

/// <summary>The natural logarithm; −∞ of 0, and NaN of less: (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [Linear(8), Exp, Affine(1, 1), Log]   Layer logs;
/// </code>
/// </example>
public sealed class LogAttribute : OperationAttribute;
