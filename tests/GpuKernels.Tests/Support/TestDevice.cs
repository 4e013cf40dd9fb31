using Fusion.Gpu;

namespace Fusion.Kernels.Tests.Support;

/// <summary>The device that the kernels run on: an OpenCL one, for ILGPU's own of the CPU is too slow for so many.</summary>
internal static class TestDevice
{
    private static readonly Lazy<GpuDevice?> s_device = new(() =>
        GpuDevice.List().FirstOrDefault(device => device is { Kind: not GpuDeviceKind.Cpu, Problem: null }) is { } found
            ? GpuDevice.Open(found.Name)
            : null);

    /// <summary>Null where there is none.</summary>
    public static GpuDevice? Device => s_device.Value;
}
