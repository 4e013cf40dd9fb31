namespace Fusion;

/// <summary>The sum over all positions: (…, C) to (C).</summary>
public sealed class GlobalSumPoolAttribute : OperationAttribute;
