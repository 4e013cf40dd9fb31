using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;

namespace Fusion.Gpu.Kernels;

/// <summary>What has to be changed in ILGPU's PTX before the driver gets it.</summary>
internal static class PtxCorrections
{
    /// <summary>The same kernel as it should be.</summary>
    public static PTXCompiledKernel Apply(PTXCompiledKernel kernel)
    {
        string ptx = Apply(kernel.PTXAssembly);
        return ptx == kernel.PTXAssembly ? kernel : Create(kernel.Context, kernel.EntryPoint(), kernel.Info, ptx);
    }

    /// <summary>The same module as it should be.</summary>
    public static string Apply(string ptx) => DivergentBranches.Allow(LocalRegisters.Use(ptx));

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern PTXCompiledKernel Create(Context context, EntryPoint entryPoint, CompiledKernel.KernelInfo? info, string ptx);
}
