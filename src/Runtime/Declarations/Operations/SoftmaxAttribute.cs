namespace Fusion;

/// <summary>e^x divided by its sum over the channels: (…, C) to (…, C).</summary>
public sealed class SoftmaxAttribute : OperationAttribute;
