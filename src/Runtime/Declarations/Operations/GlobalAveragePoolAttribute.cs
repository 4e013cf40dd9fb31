namespace Fusion;

/// <summary>The mean over all positions: (…, C) to (C).</summary>
public sealed class GlobalAveragePoolAttribute : OperationAttribute;
