using Fusion.Gpu;

namespace Fusion.Kernels.Tests.Support;

/// <summary>The device that the kernels run on: an OpenCL one, for ILGPU's own of the CPU is too slow for so many.</summary>
internal static class TestDevice
{
    private static readonly Lazy<GpuDevice?> s_device = new(() =>
        GpuDevice.List().FirstOrDefault(device => device is { Kind: not GpuDeviceKind.Cpu, Problem: null }) is { } found
            ? GpuDevice.Open(found.Name)
            : null);

    public static GpuDevice Device => s_device.Value!;

    /// <summary>Why tests are skipped; null where there is a device.</summary>
    public static string? SkipReason => NetworkRun.IsInterpreted || s_device.Value is not null ? null
        : "There is no GPU, and no OpenCL device: on Debian and Ubuntu, 'apt install pocl-opencl-icd' makes one of the processor.";
}
