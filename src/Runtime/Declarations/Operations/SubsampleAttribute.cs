namespace Fusion;

/// <summary>Keeps every n-th position: (H, W, C) to (⌈H / n⌉, ⌈W / n⌉, C).</summary>
/// <remarks><c>y[p, c] = x[stride · p, c]</c>.</remarks>
/// <example>
/// <code>
/// // A shortcut without weights, as in ResNet for CIFAR-10.
/// [Subsample(2), PadChannels(8, 8)]   Layer shortcut;
/// </code>
/// </example>
public sealed class SubsampleAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="stride">n. An <see cref="int"/> or an expression string; per dimension in parentheses.</param>
    public SubsampleAttribute(object stride) => Stride = stride;

    /// <summary>n. An <see cref="int"/> or an expression string; per dimension in parentheses.</summary>
    public object Stride { get; }
}
