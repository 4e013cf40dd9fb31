namespace Fusion;

/// <summary>
/// Marks a partial class as a network, for which the build generates fused kernels. The layers are the class's fields of type
/// <see cref="Layer"/>; the topology is its method <c>Forward</c>, and where there is none the layers run in the order in which they are
/// written.
/// </summary>
/// <remarks>
/// Given several times, the class runs inputs of several sizes with one set of weights. A network with several inputs gives no size here
/// and a
/// <see cref="ShapeAttribute"/> on each parameter of <c>Forward</c>.
/// </remarks>
/// <example>
/// <code>
/// [FusedNetwork(28, 28, 1)]
/// public partial class Digits
/// {
///     [Conv(16, 3), BatchNorm, Relu, MaxPool(2)]   Layer conv1;
///     [Conv(32, 3), BatchNorm, Relu]               Layer conv2;
///     [GlobalAveragePool, Linear(10), Softmax]     Layer head;
/// }
///
/// static class Program
/// {
///     static void Main()
///     {
///         using var network = Digits.Load("digits.safetensors");
///         var image = new float[28 * 28];
///         var probabilities = new float[10];
///         network.Run(image, probabilities);
///     }
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class FusedNetworkAttribute : Attribute
{
    /// <summary>Declares a network and the shape of its input.</summary>
    /// <param name="shape">Channels last and without the batch: (C), (L, C), (H, W, C) or (T, H, W, C); empty where <c>Forward</c>'s
    /// parameters carry the shapes.</param>
    public FusedNetworkAttribute(params int[] shape) => Shape = shape;

    /// <summary>The shape of the input, channels last and without the batch.</summary>
    public int[] Shape { get; }

    /// <summary>
    /// How convolutions may be computed; the same for all sizes: <see cref="Arithmetic.Direct"/> on one of several attributes holds for the
    /// class.
    /// </summary>
    public Arithmetic Arithmetic { get; set; }

    /// <summary>
    /// How weights are kept in memory; the same for all sizes: <see cref="WeightStorage.BFloat16"/> on one of several attributes holds for
    /// the class.
    /// </summary>
    public WeightStorage Weights { get; set; }

    /// <summary>
    /// In which order the dimensions of inputs and results lie in the caller's memory; the same for all sizes: <see cref="Layout.Nchw"/> on
    /// one of several attributes holds for the class. Shapes are declared channels last in either case. An image in bytes has its channels
    /// last in either case, too, as decoders give it.
    /// </summary>
    public Layout Layout { get; set; }
}
