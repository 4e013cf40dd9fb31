using System.Runtime.CompilerServices;
using ILGPU.Backends.OpenCL;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;

namespace Fusion.Gpu.Devices;

/// <summary>The devices of all OpenCL drivers.</summary>
internal static class OpenCLDevices
{
    private const string Pocl = "Portable Computing Language";

    /// <summary>The devices in the order of the drivers; none where there is no driver.</summary>
    public static IEnumerable<FoundDevice> Find() =>
        CLDevice.GetDevices(_ => true).OfType<CLDevice>().Select(device =>
        {
            AllowPocl(device);
            return new FoundDevice(
                Describe(device), context => device.CreateCLAccelerator(context), device.DeviceType == CLDeviceType.CL_DEVICE_TYPE_CPU);
        });

    private static GpuDeviceInfo Describe(CLDevice device)
    {
        string driver = CLAPI.CurrentAPI.GetDeviceInfo(device.DeviceId, CLDeviceInfoType.CL_DRIVER_VERSION);
        return new GpuDeviceInfo(
            device.Name.Trim(), GpuDeviceKind.OpenCL, device.MemorySize, device.NumMultiprocessors,
            $"OpenCL, {device.PlatformName} {driver}")
        {
            ThreadsPerGroup = device.MaxNumThreadsPerGroup,
            SharedBytesPerGroup = device.MaxSharedMemoryPerGroup,
            Problem = Problem(device),
        };
    }

    private static string? Problem(CLDevice device) =>
        device.CLStdVersion < CLBackend.MinimumVersion
            ? $"its driver speaks {device.CLStdVersion}; {CLBackend.MinimumVersion} or later was expected"
        : !device.Capabilities.GenericAddressSpace ? "its driver has no generic address space, which the kernels' pointers need"
        : null;

    /// <summary>PoCL before version 4 compiles kernels with generic pointers, but does not say that it can.</summary>
    private static void AllowPocl(CLDevice device)
    {
        if (device.PlatformName == Pocl && device.DeviceType == CLDeviceType.CL_DEVICE_TYPE_CPU)
            SetGenericAddressSpace(device.Capabilities, true);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_GenericAddressSpace")]
    private static extern void SetGenericAddressSpace(CLCapabilityContext capabilities, bool value);
}
