using ILGPU;
using ILGPU.Runtime.CPU;

namespace Fusion.Gpu.Devices;

/// <summary>ILGPU's accelerator on the processor.</summary>
internal static class CpuDevice
{
    /// <summary>Groups of up to 256 threads, each of which is a thread of the system.</summary>
    private const int ThreadsPerWarp = 32, Warps = 8;

    public static FoundDevice Found { get; } = new(
        new GpuDeviceInfo(
            "ILGPU CPU accelerator", GpuDeviceKind.Cpu, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, 1, $"ILGPU {Context.Version}")
        {
            ThreadsPerGroup = ThreadsPerWarp * Warps,
            SharedBytesPerGroup = 48 * 1024,
        },
        // Always Parallel: where a debugger is attached, ILGPU would run the threads of a group one after the other, and barriers would
        // hang.
        context => new CPUDevice(ThreadsPerWarp, Warps, 1).CreateCPUAccelerator(context, CPUAcceleratorMode.Parallel));
}
