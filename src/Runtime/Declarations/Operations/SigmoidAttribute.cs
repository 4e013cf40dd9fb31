namespace Fusion;

/// <summary>1 / (1 + e^−x): (…, C) to (…, C).</summary>
public sealed class SigmoidAttribute : OperationAttribute;
