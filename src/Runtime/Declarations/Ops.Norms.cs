namespace Fusion;

// Normalisation.
public static partial class Ops
{
    /// <summary>x / (k + alpha / size · Σ x²)^beta, with the sum over neighbouring channels.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="size">The number of neighbouring channels.</param>
    /// <param name="alpha">alpha.</param>
    /// <param name="beta">beta.</param>
    /// <param name="k">k.</param>
    /// <returns>(…, C).</returns>
    public static Tensor LocalResponseNorm(Tensor x, int size, double alpha = 1e-4, double beta = 0.75, double k = 1) =>
        throw Declaration.NotExecutable();

    /// <summary>(x − mean) / √(variance + epsilon), with mean and variance of each position's channels.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <returns>(…, C).</returns>
    public static Tensor LayerNorm(Tensor x, double epsilon = 1e-5) => throw Declaration.NotExecutable();

    /// <summary>x / √(mean(x²) + epsilon), with the mean over each position's channels.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="epsilon">Added to the mean; 2^−23 where it is not given.</param>
    /// <returns>(…, C).</returns>
    public static Tensor RmsNorm(Tensor x, double epsilon = 1.1920928955078125e-7) => throw Declaration.NotExecutable();

    /// <summary>(x − mean) / √(variance + epsilon), with mean and variance of all positions and a group of channels.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="groups">The number of groups, which divides C.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <returns>(…, C).</returns>
    public static Tensor GroupNorm(Tensor x, int groups, double epsilon = 1e-5) => throw Declaration.NotExecutable();

    /// <summary>(x − mean) / √(variance + epsilon), with mean and variance of each channel over all positions.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <returns>(…, C).</returns>
    public static Tensor InstanceNorm(Tensor x, double epsilon = 1e-5) => throw Declaration.NotExecutable();

    /// <summary>x / max(‖x‖₂, epsilon), with the Euclidean norm over each position's channels.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="epsilon">The least that is divided by.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Normalize(Tensor x, double epsilon = 1e-12) => throw Declaration.NotExecutable();
}
