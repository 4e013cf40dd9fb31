namespace Fusion;

/// <summary>The largest value over all positions: (…, C) to (C).</summary>
/// <remarks><c>y[c] = max x[p, c]</c>, over all positions p.</remarks>
public sealed class GlobalMaxPoolAttribute : OperationAttribute;
