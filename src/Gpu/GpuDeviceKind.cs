namespace Fusion.Gpu;

/// <summary>What a device is reached through.</summary>
public enum GpuDeviceKind
{
    /// <summary>NVIDIA's driver.</summary>
    Cuda,

    /// <summary>An OpenCL driver: of a GPU, or of a processor (PoCL).</summary>
    OpenCL,

    /// <summary>ILGPU's own accelerator, which runs kernels on the processor: exact, everywhere, and hundreds of times slower than
    /// Fusion's kernels for the processor. For tests.</summary>
    Cpu,
}
