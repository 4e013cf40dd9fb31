namespace Fusion;

/// <summary>One step of a network: the operations in the attributes of a field of this type, applied in order. Read at build time, never
/// executed.</summary>
/// <param name="x">The value that the layer is applied to.</param>
/// <returns>The value that it computes.</returns>
/// <example>
/// <code>
/// [FusedNetwork(32, 32, 3)]
/// public partial class Net
/// {
///     [Conv(16, 3), BatchNorm, Relu]    Layer conv;
///     [GlobalAveragePool, Linear(10)]   Layer head;
///
///     Tensor Forward(Tensor x) => head(conv(x));
/// }
/// </code>
/// </example>
public delegate Tensor Layer(Tensor x);
