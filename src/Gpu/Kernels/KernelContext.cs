using ILGPU;

namespace Fusion.Gpu.Kernels;

/// <summary>How ILGPU compiles kernels: the same at run time and where their code is checked.</summary>
internal static class KernelContext
{
    /// <summary>A context of its own, without devices.</summary>
    public static Context Create(OptimizationLevel level = OptimizationLevel.O2) =>
        Context.Create(builder => builder.Optimize(level));
}
