namespace Fusion;

/// <summary>A <see cref="Layer"/> whose last operation is a block that returns several tensors.</summary>
/// <typeparam name="TResult">What the <c>Forward</c> of that block returns: a tuple of tensors, or <c>Tensor[]</c>.</typeparam>
/// <param name="x">The value that the layer is applied to; several where its first operation is a block whose <c>Forward</c> takes
/// several.</param>
/// <returns>The values that it computes.</returns>
/// <example>
/// <code>
/// [Block]
/// public partial class Gated(int reduction)
/// {
///     [GlobalAveragePool, Conv("x.Channels / reduction", 1), Relu, Conv("x.Channels", 1), Sigmoid]   Layer squeeze;
///
///     (Tensor y, Tensor gate) Forward(Tensor x)
///     {
///         var gate = squeeze(x);
///         return (x * gate, gate);
///     }
/// }
///
/// [FusedNetwork(32, 32, 16)]
/// public partial class Net
/// {
///     [Block&lt;Gated&gt;(4)]                  Layer&lt;(Tensor y, Tensor gate)&gt; se;
///     [GlobalAveragePool, Linear(10)]   Layer head;
///
///     (Tensor scores, Tensor gate) Forward(Tensor x)
///     {
///         var (y, gate) = se(x);
///         return (head(y), gate);
///     }
/// }
/// </code>
/// </example>
public delegate TResult Layer<out TResult>(params Tensor[] x);
