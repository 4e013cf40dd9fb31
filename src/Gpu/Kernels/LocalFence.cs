using System.Text.RegularExpressions;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;

namespace Fusion.Gpu.Kernels;

/// <summary>
/// Makes barriers of OpenCL kernels order shared memory, too: ILGPU 1.5.3 writes barriers that order global memory only, though
/// <see cref="ILGPU.Group.Barrier"/> promises both.
/// </summary>
internal static partial class LocalFence
{
    private const string Both = "work_group_barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)";

    /// <summary>The same kernel with such barriers.</summary>
    public static CLCompiledKernel Add(CLCompiledKernel kernel) =>
        new(kernel.Context, (SeparateViewEntryPoint)kernel.EntryPoint(), kernel.Info, Add(kernel.Source), kernel.CVersion);

    /// <summary>The same source with such barriers.</summary>
    public static string Add(string source) => GlobalOnly().Replace(source, Both);

    [GeneratedRegex(@"work_group_barrier\s*\(\s*CLK_GLOBAL_MEM_FENCE\s*\)")]
    private static partial Regex GlobalOnly();
}
