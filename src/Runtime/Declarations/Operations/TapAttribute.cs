namespace Fusion;

/// <summary>Nothing to the value: (…, C) to (…, C). It makes the value that stands here readable after a run. Before an activation it shows
/// what goes into it; at the end of the operations, the layer's result. It is called after the layer: <c>Stage3</c> for a field
/// <c>stage3</c>, and in blocks after the way there, <c>Layer1_0_Conv2</c>.</summary>
/// <remarks><c>y = x</c>.</remarks>
/// <example>
/// <code>
/// [FusedNetwork(32, 32, 3)]
/// public partial class Net
/// {
///     [Conv(16, 3), BatchNorm, Relu, Tap]   Layer features;
///     [GlobalAveragePool, Linear(10)]       Layer head;
/// }
///
/// // using var taps = net.RunTapped(image, scores);
/// // ReadOnlySpan&lt;float&gt; pixel = taps.Features[4, 7];
/// </code>
/// </example>
public sealed class TapAttribute : OperationAttribute
{
    /// <summary>Taps the value.</summary>
    /// <param name="name">The tap's name instead of the layer's, after the way to the block; <c>{expression}</c> stands for a block
    /// parameter's value, and a leading <c>/</c> drops the way there.</param>
    public TapAttribute(string name = "") => Name = name;
}
