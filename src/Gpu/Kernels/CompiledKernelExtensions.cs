using System.Runtime.CompilerServices;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;

namespace Fusion.Gpu.Kernels;

/// <summary>What ILGPU knows of a kernel but does not show.</summary>
internal static class CompiledKernelExtensions
{
    /// <summary>The kernel's parameters and memory.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_EntryPoint")]
    public static extern EntryPoint EntryPoint(this CompiledKernel kernel);
}
