namespace Fusion.Gpu.Tests.Support;

/// <summary>The device to run tests on: a GPU where there is one, else what OpenCL makes of the processor.</summary>
internal static class TestDevice
{
    /// <summary>The first device that can be used and is not ILGPU's own of the processor, which is slow; null where there is
    /// none.</summary>
    public static GpuDeviceInfo? Device { get; } =
        GpuDevice.List().FirstOrDefault(device => device is { Kind: not GpuDeviceKind.Cpu, Problem: null });

    /// <summary>The first OpenCL device that can be used; null where there is none.</summary>
    public static GpuDeviceInfo? OpenCL { get; } =
        GpuDevice.List().FirstOrDefault(device => device is { Kind: GpuDeviceKind.OpenCL, Problem: null });

    /// <summary>Why tests that need one are skipped; null where they are not.</summary>
    public static string? SkipReason => Device is not null
        ? null
        : "There is no GPU, and no OpenCL device: on Debian and Ubuntu, 'apt install pocl-opencl-icd' makes one of the processor.";

    /// <summary>Opens it.</summary>
    public static GpuDevice Open() => GpuDevice.Open(Device!.Name);
}

/// <summary>A test that needs such a device; it is skipped, with the reason, where there is none.</summary>
internal sealed class DeviceFactAttribute : FactAttribute
{
    public DeviceFactAttribute() => Skip = TestDevice.SkipReason;
}

/// <summary>As <see cref="DeviceFactAttribute"/>, for theories.</summary>
internal sealed class DeviceTheoryAttribute : TheoryAttribute
{
    public DeviceTheoryAttribute() => Skip = TestDevice.SkipReason;
}

/// <summary>A test that needs an OpenCL device.</summary>
internal sealed class OpenCLFactAttribute : FactAttribute
{
    public OpenCLFactAttribute() => Skip = TestDevice.OpenCL is null ? "There is no OpenCL device." : null;
}

/// <summary>A test after which the process has no CUDA device any more: it runs alone, where it is asked for.</summary>
internal sealed class FaultFactAttribute : FactAttribute
{
    private const string Variable = "FUSION_TEST_FAULTS";

    public FaultFactAttribute() => Skip = TestDevice.Device?.Kind != GpuDeviceKind.Cuda ? "There is no CUDA device."
        : Environment.GetEnvironmentVariable(Variable) != "1"
            ? $"The process has no device after it: set {Variable}=1 and run this test alone."
            : null;
}
