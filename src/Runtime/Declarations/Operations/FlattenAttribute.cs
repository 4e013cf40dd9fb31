namespace Fusion;

/// <summary>All elements as channels, in PyTorch's channel-first order: (H, W, C) to (C · H · W).</summary>
/// <remarks><c>y[(c · H + h) · W + w] = x[h, w, c]</c>.</remarks>
/// <example>
/// <code>
/// [Conv(4, 3), Relu, Flatten, Linear(10)]   Layer head;
/// </code>
/// </example>
public sealed class FlattenAttribute : OperationAttribute;
