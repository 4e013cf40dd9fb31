namespace Fusion;

// Activations.
public static partial class Ops
{
    /// <summary>max(x, 0).</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Relu(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>min(max(x, 0), 6).</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Relu6(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>x where it is positive, slope · x elsewhere.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="slope">The slope on the negative side.</param>
    /// <returns>(…, C).</returns>
    public static Tensor LeakyRelu(Tensor x, double slope = 0.01) => throw Declaration.NotExecutable();

    /// <summary>x · sigmoid(x), also called swish.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Silu(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>x · relu6(x + 3) / 6.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor HardSwish(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>1 / (1 + e^−x).</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Sigmoid(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>min(max(slope · x + offset, 0), 1).</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="slope">The slope; PaddlePaddle and Keras use 0.2.</param>
    /// <param name="offset">The value at zero.</param>
    /// <returns>(…, C).</returns>
    public static Tensor HardSigmoid(Tensor x, double slope = 1.0 / 6, double offset = 0.5) => throw Declaration.NotExecutable();

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Tanh(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>x · Φ(x).</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="approximate">Whether Φ is approximated with the hyperbolic tangent.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Gelu(Tensor x, bool approximate = false) => throw Declaration.NotExecutable();

    /// <summary>x where it is positive, alpha · (e^x − 1) elsewhere.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="alpha">The limit on the negative side.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Elu(Tensor x, double alpha = 1) => throw Declaration.NotExecutable();

    /// <summary>x · tanh(softplus(x)).</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Mish(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>ln(1 + e^x).</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Softplus(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>x / (1 + |x|).</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Softsign(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>x where it is positive, 1.67326 · (e^x − 1) elsewhere, both times 1.05070.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Selu(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>x where it is positive, alpha · (e^(x / alpha) − 1) elsewhere.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="alpha">The limit on the negative side, greater than 0.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Celu(Tensor x, double alpha = 1) => throw Declaration.NotExecutable();

    /// <summary>x where it is greater than alpha, 0 elsewhere.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="alpha">The threshold.</param>
    /// <returns>(…, C).</returns>
    public static Tensor ThresholdedRelu(Tensor x, double alpha = 1) => throw Declaration.NotExecutable();

    /// <summary>The logarithm of a softmax along axes: the channels unless others are given.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="axes">Along what the sum runs.</param>
    /// <returns>(…, C).</returns>
    public static Tensor LogSoftmax(Tensor x, Axes axes = Axes.Channels) => throw Declaration.NotExecutable();

    /// <summary>The activation that a value names, such as a block's parameter.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="activation">Which.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Activate(Tensor x, Activation activation) => throw Declaration.NotExecutable();

    /// <summary>e^x divided by its sum along axes: the channels unless others are given, such as all positions for a map of attention.
    /// </summary>
    /// <param name="x">(…, C).</param>
    /// <param name="axes">Along what.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Softmax(Tensor x, Axes axes = Axes.Channels) => throw Declaration.NotExecutable();
}
