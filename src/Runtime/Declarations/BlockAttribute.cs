namespace Fusion;

/// <summary>
/// Marks a class as a block: a piece of a network with parameters of its own, which are those of its primary constructor. Expression
/// strings in its attributes and its <c>Forward</c> may use them.
/// </summary>
/// <example>
/// <code>
/// [Block]
/// public partial class Residual(int width, int stride = 1)
/// {
///     [Conv("width", 3, Stride = "stride"), BatchNorm, Relu]   Layer conv1;
///     [Conv("width", 3), BatchNorm]                            Layer conv2;
///     [Conv("width", 1, Stride = "stride"), BatchNorm]         Layer shortcut;
///
///     Tensor Forward(Tensor x) =>
///         Relu(conv2(conv1(x)) + (stride == 1 &amp;&amp; x.Channels == width ? x : shortcut(x)));
/// }
///
/// [FusedNetwork(32, 32, 3)]
/// public partial class Net
/// {
///     [Conv(16, 3), BatchNorm, Relu]   Layer stem;
///     [Block&lt;Residual&gt;(32, 2)]         Layer body;
///     [GlobalAveragePool, Linear(10)]  Layer head;
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BlockAttribute : Attribute;
