namespace Fusion;

/// <summary>The largest value over all positions: (…, C) to (C).</summary>
public sealed class GlobalMaxPoolAttribute : OperationAttribute;
