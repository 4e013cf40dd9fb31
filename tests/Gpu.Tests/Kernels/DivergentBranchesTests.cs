using Fusion.Gpu.Kernels;
using Fusion.Gpu.Runtime;
using Fusion.Gpu.Tests.Support.Order;
using ILGPU;
using ILGPU.Runtime.Cuda;

namespace Fusion.Gpu.Tests.Kernels;

/// <summary>Branches that ILGPU takes for the same in all threads of a warp.</summary>
public sealed class DivergentBranchesTests
{
    private static readonly GpuKernelMethod[] _methods = [Chosen, Counted];

    public static TheoryData<string> Names => [.. _methods.Select(method => method.Method.Name)];

    [Theory]
    [InlineData("\t@%p2 bra.uni\tL_1;\n", "\t@%p2 bra\tL_1;\n")]
    [InlineData("\t@!%p12\tbra.uni L_1;\n", "\t@!%p12\tbra L_1;\n")]
    [InlineData("\tbrx.idx.uni\t%r13, L_2;\n", "\tbrx.idx\t%r13, L_2;\n")]
    [InlineData("\t@%p2 brx.idx.uni\t%r13, L_2;\n", "\t@%p2 brx.idx\t%r13, L_2;\n")]
    // Nothing that all threads pass depends on them.
    [InlineData("\tbra.uni\tL_1;\n", "\tbra.uni\tL_1;\n")]
    public void BranchesThatDependOnSomethingMayDiverge(string before, string after) =>
        Assert.Equal("\tret;\n\n" + after, DivergentBranches.Allow("\tret;\n\n" + before));

    [Theory]
    [MemberData(nameof(Names))]
    public void NoBranchOfAKernelIsSaidToBeTheSameForAll(string name)
    {
        using var code = new KernelCode();
        Assert.DoesNotMatch(@"(@.*bra|brx\.idx)\.uni", Ptx(code, name));
    }

    /// <summary>Where this fails, a later ILGPU may need no correction any more.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void IlgpuSaysSo(string name)
    {
        using var code = new KernelCode(isCorrected: false);
        Assert.Matches(@"@%p\d+ bra\.uni", Ptx(code, name));
    }

    private static string Ptx(KernelCode code, string name) =>
        code.Ptx(new GpuKernel(name, _methods.Single(method => method.Method.Name == name), 64, 1, 1, 1), CudaArchitecture.SM_90);

    /// <summary>Each thread's own value chooses between two numbers.</summary>
    private static void Chosen(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        int chosen = 4;
        if (inputs[Group.IdxX] < 1f)
        {
            outputs[Group.IdxX + 64] = 4f;
            chosen = 3;
        }
        if (chosen < 4) outputs[Group.IdxX] = chosen;
    }

    /// <summary>Each thread leaves the loop at its own time.</summary>
    private static void Counted(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        int last = 0;
        for (int i = 0; i < Group.IdxX; i++) last = 5;
        if (last > 3) outputs[Group.IdxX] = 1f;
    }
}
