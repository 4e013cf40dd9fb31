namespace Fusion.Gpu;

/// <summary>How far loading a network has come.</summary>
/// <param name="Done">Kernels that are compiled.</param>
/// <param name="Total">All kernels.</param>
/// <param name="Kernel">The kernel that was compiled last.</param>
public readonly record struct GpuProgress(int Done, int Total, string Kernel);
