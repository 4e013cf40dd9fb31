using Fusion.Gpu.Devices;
using Fusion.Gpu.Runtime;
using ILGPU.Runtime.Cuda;

namespace Fusion.Gpu.Execution;

/// <summary>Whether a network can be loaded at a precision.</summary>
internal static class PrecisionCheck
{
    /// <summary>The name of a precision in <c>FusionGpuPrecisions</c>.</summary>
    private static string NameOf(GpuPrecision precision) => precision switch
    {
        GpuPrecision.TensorFloat32 => "tf32",
        GpuPrecision.TensorFloat32x3 => "tf32x3",
        GpuPrecision.BFloat16 => "bf16",
        _ => throw new ArgumentOutOfRangeException("options", precision,
            $"{nameof(GpuOptions)}.{nameof(GpuOptions.Precision)} is none of {string.Join(", ", Enum.GetNames<GpuPrecision>())}."),
    };

    /// <summary>Whether the network has kernels for a precision.</summary>
    /// <param name="network">Its name.</param>
    /// <param name="programs">What was found for the precision; none where there is nothing.</param>
    /// <param name="wanted">The precision.</param>
    /// <exception cref="GpuException">It has none.</exception>
    public static void CheckKernels(string network, ReadOnlySpan<GpuProgram> programs, GpuPrecision wanted)
    {
        if (!programs.IsEmpty && programs[0].Precision == wanted) return;
        throw new GpuException($"{network} has no kernels for {nameof(GpuOptions)}.{nameof(GpuOptions.Precision)} {wanted}: the project "
            + $"that declares it asks for them with <FusionGpuPrecisions>{NameOf(wanted)}</FusionGpuPrecisions>.");
    }

    /// <summary>Whether a device can run kernels of a precision.</summary>
    /// <exception cref="GpuException">It cannot.</exception>
    public static void CheckDevice(SharedDevice device, GpuPrecision wanted)
    {
        if (wanted == GpuPrecision.Single || device.Accelerator is CudaAccelerator cuda && cuda.Architecture >= CudaArchitecture.SM_80)
            return;
        throw new GpuException($"{device.Info.Name} cannot run kernels of {wanted}: these need an NVIDIA GPU of compute capability 8.0 or "
            + $"later, through CUDA. Take {nameof(GpuPrecision)}.{nameof(GpuPrecision.Single)} for it.");
    }
}
