using Fusion.Gpu.Runtime;
using Fusion.Gpu.Tests.Support.Order;
using Fusion.Kernels.Tests.Support;
using Fusion.Zoo;
using ILGPU.Runtime.Cuda;

namespace Fusion.Kernels.Tests.Zoo;

/// <summary>What becomes of the zoo's kernels in PTX and OpenCL source. Compiled without a device.</summary>
public sealed class CodeTests
{
    public static TheoryData<string> Networks => [.. ZooNetwork.All.Concat(ZooNetwork.Blocks).Select(zoo => zoo.Name)];

    [Xunit.Theory]
    [MemberData(nameof(Networks))]
    public void Memory_is_used_in_the_order_of_the_source(string name)
    {
        using var code = new KernelCode();
        foreach (GpuKernel kernel in Kernels(name))
        {
            string? difference = KernelOrder.Difference(code, kernel);
            Assert.True(difference is null, $"{kernel.Title}: {difference}");
        }
    }

    [Xunit.Theory]
    [MemberData(nameof(Networks))]
    public void Nothing_lies_in_local_memory(string name)
    {
        using var code = new KernelCode();
        foreach (GpuKernel kernel in Kernels(name))
            Assert.True(PtxCounts.Of(code.Ptx(kernel, CudaArchitecture.SM_90)).Local == 0, kernel.Title);
    }

    private static IReadOnlyList<GpuKernel> Kernels(string name) =>
        CompiledGpuNetwork.Build([GraphText.Parse(ZooNetwork.FindAny(name)!.Info.Variants[0].Graph)])[0].Kernels;
}
