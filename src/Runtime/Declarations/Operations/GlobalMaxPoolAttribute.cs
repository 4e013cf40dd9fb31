namespace Fusion;

/// <summary>The largest value over all positions: (…, C) to (C).</summary>
/// <remarks><c>y[c] = max x[p, c]</c>, over all positions p.</remarks>
/// <example>
/// <code>
/// [GlobalMaxPool, Linear(10)]   Layer head;
/// </code>
/// </example>
public sealed class GlobalMaxPoolAttribute : OperationAttribute;
