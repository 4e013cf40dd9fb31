using System.Text.RegularExpressions;
using Fusion.Gpu.Runtime;
using Fusion.Gpu.Tests.Support.Order;
using ILGPU.Runtime.Cuda;

namespace Fusion.Gpu.Tests.Order;

/// <summary>Kernels are compiled several at once.</summary>
public sealed partial class ParallelCompilationTests
{
    [Fact]
    public void KernelsThatAreCompiledAtOnceAreThoseThatAreCompiledAlone()
    {
        GpuKernel[] kernels =
        [
            .. new GpuKernelMethod[] { OrderKernels.Textbook, OrderKernels.Guarded, OrderKernels.DoubleBuffered, OrderKernels.Tree }
                .Select(method => new GpuKernel(method.Method.Name, method, 64, 1, 1, 1)),
        ];
        using var alone = new KernelCode();
        using var together = new KernelCode();
        string[] expected = [.. kernels.Select(kernel => Text(alone, kernel))];
        string[] found = new string[kernels.Length];
        Parallel.For(0, kernels.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => found[i] = Text(together, kernels[i]));
        Assert.Equal(expected, found);
    }

    /// <summary>Without the numbers that ILGPU gives to what it meets.</summary>
    private static string Text(KernelCode code, GpuKernel kernel) => Number().Replace(code.Ptx(kernel, CudaArchitecture.SM_80), "_");

    [GeneratedRegex(@"_\d+")]
    private static partial Regex Number();
}
