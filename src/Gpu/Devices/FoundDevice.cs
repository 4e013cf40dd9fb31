using ILGPU;
using ILGPU.Runtime;

namespace Fusion.Gpu.Devices;

/// <summary>A device as a driver lists it.</summary>
/// <param name="Info">What users see.</param>
/// <param name="Create">Opens it.</param>
/// <param name="IsProcessor">Whether it is a processor that an OpenCL driver runs kernels on.</param>
internal sealed record FoundDevice(GpuDeviceInfo Info, Func<Context, Accelerator> Create, bool IsProcessor = false);
