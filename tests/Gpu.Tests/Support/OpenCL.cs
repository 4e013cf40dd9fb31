namespace Fusion.Gpu.Tests.Support;

/// <summary>Whether there is an OpenCL device to run tests on.</summary>
internal static class OpenCL
{
    /// <summary>The first OpenCL device that can be used; null where there is none.</summary>
    public static GpuDeviceInfo? Device { get; } =
        GpuDevice.List().FirstOrDefault(device => device is { Kind: GpuDeviceKind.OpenCL, Problem: null });

    /// <summary>Why tests that need one are skipped; null where they are not.</summary>
    public static string? SkipReason => Device is not null
        ? null
        : "There is no OpenCL device: on Debian and Ubuntu, 'apt install pocl-opencl-icd' makes one of the processor.";

    /// <summary>Opens it.</summary>
    public static GpuDevice Open() => GpuDevice.Open(Device!.Name);
}

/// <summary>A test that needs an OpenCL device; it is skipped, with the reason, where there is none.</summary>
internal sealed class OpenCLFactAttribute : FactAttribute
{
    public OpenCLFactAttribute() => Skip = OpenCL.SkipReason;
}

/// <summary>As <see cref="OpenCLFactAttribute"/>, for theories.</summary>
internal sealed class OpenCLTheoryAttribute : TheoryAttribute
{
    public OpenCLTheoryAttribute() => Skip = OpenCL.SkipReason;
}
