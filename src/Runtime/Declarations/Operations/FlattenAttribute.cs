namespace Fusion;

/// <summary>All elements as channels, in PyTorch's channel-first order: (H, W, C) to (C · H · W).</summary>
/// <remarks><c>y[(c · H + h) · W + w] = x[h, w, c]</c>.</remarks>
public sealed class FlattenAttribute : OperationAttribute;
