namespace Fusion;

/// <summary>−x: (…, C) to (…, C).</summary>
public sealed class NegateAttribute : OperationAttribute;
