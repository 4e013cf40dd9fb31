namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>The device that kernels are planned for, an H100. Others run the same kernels.</summary>
internal static class GpuPlannedDevice
{
    /// <summary>The clock under load.</summary>
    public const double CyclesPerNanosecond = 1.76;

    private const int Multiprocessors = 132;

    /// <summary>The most groups of threads that one multiprocessor gets of so many.</summary>
    public static long Rounds(long groups) => (groups + Multiprocessors - 1) / Multiprocessors;
}
