using Fusion.Gpu;

namespace Fusion.Samples;

/// <summary>The devices of this machine.</summary>
internal static class DeviceTable
{
    public static void Print(IReadOnlyList<GpuDeviceInfo> devices, GpuDeviceInfo chosen)
    {
        Console.WriteLine("Devices, the best first\n");
        foreach (GpuDeviceInfo device in devices) Console.WriteLine($"  {(device.Name == chosen.Name ? "→" : " ")} {device}");
        if (!devices.Any(device => device is { Kind: not GpuDeviceKind.Cpu, Problem: null }))
            Console.WriteLine(
                "\nThere is no GPU here. What follows runs on ILGPU's accelerator on the processor: exact, and hundreds of times slower\n"
                + "than Fusion's kernels for the processor. (On Debian and Ubuntu, 'apt install pocl-opencl-icd' makes an OpenCL device.)");
    }
}
