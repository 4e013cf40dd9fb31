namespace Fusion;

/// <summary>One step of a network: the operations in the attributes of a field of this type, applied in order. Read at build time, never
/// executed. An array of them, <c>Layer[]</c>, is declared with <see cref="RepeatAttribute"/>.</summary>
/// <param name="x">The value that the layer is applied to; several where its first operation is a block whose <c>Forward</c> takes
/// several.</param>
/// <returns>The value that it computes.</returns>
/// <example>
/// <code>
/// [Block]
/// public partial class Up(int width)
/// {
///     [Conv("width", 3), BatchNorm, Relu]   Layer conv;
///
///     Tensor Forward(Tensor x, Tensor skip) => conv(Concat(Upsample(x, 2), skip));
/// }
///
/// [FusedNetwork(32, 32, 3)]
/// public partial class Net
/// {
///     [Conv(16, 3), BatchNorm, Relu]               Layer conv;
///     [Conv(32, 3, Stride = 2), BatchNorm, Relu]   Layer down;
///     [Block&lt;Up&gt;(16)]                              Layer up;
///     [GlobalAveragePool, Linear(10)]              Layer head;
///
///     Tensor Forward(Tensor image)
///     {
///         var skip = conv(image);
///         return head(up(down(skip), skip));
///     }
/// }
/// </code>
/// </example>
public delegate Tensor Layer(params Tensor[] x);
