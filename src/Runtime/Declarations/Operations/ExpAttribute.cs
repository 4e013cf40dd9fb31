namespace Fusion;

/// <summary>e^x: (…, C) to (…, C).</summary>
public sealed class ExpAttribute : OperationAttribute;
