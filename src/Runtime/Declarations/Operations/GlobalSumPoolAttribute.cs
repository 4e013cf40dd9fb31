namespace Fusion;

/// <summary>The sum over all positions: (…, C) to (C).</summary>
/// <remarks><c>y[c] = Σ x[p, c]</c>, over all positions p.</remarks>
public sealed class GlobalSumPoolAttribute : OperationAttribute;
