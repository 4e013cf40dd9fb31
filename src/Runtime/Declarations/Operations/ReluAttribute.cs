namespace Fusion;

/// <summary>max(x, 0): (…, C) to (…, C).</summary>
public sealed class ReluAttribute : OperationAttribute;
