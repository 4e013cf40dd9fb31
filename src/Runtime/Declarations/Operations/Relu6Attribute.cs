namespace Fusion;

/// <summary>min(max(x, 0), 6): (…, C) to (…, C).</summary>
public sealed class Relu6Attribute : OperationAttribute;
