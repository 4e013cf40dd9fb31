namespace Fusion;

/// <summary>All elements as channels, in PyTorch's channel-first order: (H, W, C) to (C · H · W).</summary>
public sealed class FlattenAttribute : OperationAttribute;
