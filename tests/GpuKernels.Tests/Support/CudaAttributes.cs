using Fusion.Gpu;

namespace Fusion.Kernels.Tests.Support;

/// <summary>A test that needs an NVIDIA GPU; it is skipped, with the reason, where there is none.</summary>
internal sealed class CudaFactAttribute : Xunit.FactAttribute
{
    public CudaFactAttribute() => Skip = Cuda.SkipReason;
}

/// <summary>As <see cref="CudaFactAttribute"/>, for theories.</summary>
internal sealed class CudaTheoryAttribute : Xunit.TheoryAttribute
{
    public CudaTheoryAttribute() => Skip = Cuda.SkipReason;
}

internal static class Cuda
{
    public static string? SkipReason => NetworkRun.IsInterpreted ? null : TestDevice.SkipReason
        ?? (TestDevice.Device.Info.Kind == GpuDeviceKind.Cuda ? null : "There is no NVIDIA GPU.");
}
