namespace Fusion.Gpu;

/// <summary>How convolutions multiply on a device. Sums are of fp32 whatever is chosen, and so is all that is no convolution.</summary>
public enum GpuPrecision
{
    /// <summary>fp32, on every device.</summary>
    Single,

    /// <summary>
    /// TF32, on the matrix units of NVIDIA's GPUs from compute capability 8.0 on: both factors are rounded to 11 significant bits, and a
    /// result is off by up to 2⁻¹⁰ of the sum of its products' magnitudes; errors that differ in sign make that much less.
    /// </summary>
    TensorFloat32,

    /// <summary>
    /// Three products of TF32 for one, on the same devices: factors are cut into two of TF32 each, and what is left of their product is
    /// beyond fp32. Results are as near as those of fp32; factors that are infinite make them NaN.
    /// </summary>
    TensorFloat32x3,

    /// <summary>
    /// BF16, on the same devices: both factors are rounded to 8 significant bits, as far as a float reaches. Weights of convolutions take
    /// half the memory; values between layers stay fp32.
    /// </summary>
    BFloat16,
}
