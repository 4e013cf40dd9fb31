namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>How a GPU multiplies in convolutions; all sums are of fp32. As <c>Fusion.Gpu.GpuPrecision</c>, whose names these are.</summary>
public enum GpuPrecision
{
    /// <summary>fp32 on the processors of floats, everywhere.</summary>
    Single,

    /// <summary>TF32 on the matrix units of NVIDIA's GPUs: factors of 11 significant bits.</summary>
    TensorFloat32,

    /// <summary>Three products of TF32 for one, so that results are those of fp32.</summary>
    TensorFloat32x3,

    /// <summary>BF16 on the same matrix units: factors of 8 significant bits. Weights take half the memory.</summary>
    BFloat16,
}
