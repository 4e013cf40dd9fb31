using System.Globalization;
using ILGPU.Runtime.Cuda;

namespace Fusion.Gpu.Devices;

/// <summary>NVIDIA's devices, through their own driver.</summary>
internal static class CudaDevices
{
    /// <summary>The devices in the driver's order; none where there is no driver.</summary>
    public static IEnumerable<FoundDevice> Find() =>
        CudaDevice.GetDevices(_ => true).OfType<CudaDevice>()
            .Select(device => new FoundDevice(Describe(device), context => device.CreateCudaAccelerator(context)));

    private static GpuDeviceInfo Describe(CudaDevice device)
    {
        string driver = string.Create(CultureInfo.InvariantCulture, $"CUDA {device.DriverVersion.Major}.{device.DriverVersion.Minor}");
        return new GpuDeviceInfo(device.Name, GpuDeviceKind.Cuda, device.MemorySize, device.NumMultiprocessors, driver)
        {
            ThreadsPerGroup = device.MaxNumThreadsPerGroup,
            SharedBytesPerGroup = device.MaxSharedMemoryPerGroup,
            Problem = Problem(device),
        };
    }

    /// <summary>A driver whose PTX is older than what ILGPU writes for this architecture is of no use.</summary>
    private static string? Problem(CudaDevice device)
    {
        if (device.InstructionSet is not null || device.Architecture is not { } architecture) return null;
        CudaAccelerator.TryGetInstructionSet(architecture, device.DriverVersion, out CudaDriverVersion needed, out _);
        return string.Create(CultureInfo.InvariantCulture,
            $"the driver is too old: it is for CUDA {device.DriverVersion.Major}.{device.DriverVersion.Minor}; " +
            $"{needed.Major}.{needed.Minor} or later was expected");
    }
}
