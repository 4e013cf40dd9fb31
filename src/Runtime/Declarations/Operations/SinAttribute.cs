namespace Fusion;

/// <summary>The sine of an angle in radians: (…, C) to (…, C). Of numbers beyond 2^48 it is no number.</summary>
/// <example>
/// <code>
/// [Linear(16), Sin]   Layer waves;
/// </code>
/// </example>
public sealed class SinAttribute : OperationAttribute;
