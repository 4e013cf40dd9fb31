using Fusion.Gpu.Runtime;
using Fusion.Gpu.Tests.Support.Order;
using ILGPU.Runtime.Cuda;

namespace Fusion.Gpu.Tests.Order;

/// <summary>The order check itself: it finds what ILGPU's own pass does, and nothing once the pass is out.</summary>
public sealed class KernelOrderTests
{
    private static readonly GpuKernelMethod[] _methods =
    [
        OrderKernels.Textbook, OrderKernels.AddAndReplace, OrderKernels.Branch, OrderKernels.Guarded, OrderKernels.DoubleBuffered,
        OrderKernels.Tree, OrderKernels.Unrolled,
    ];

    public static TheoryData<string> All => [.. _methods.Select(method => method.Method.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void WhatRunsIsInTheOrderOfTheSource(string name)
    {
        using var code = new KernelCode();
        string? difference = KernelOrder.Difference(code, Kernel(name));
        Assert.True(difference is null, difference);
    }

    [Theory]
    [InlineData(nameof(OrderKernels.Textbook), "after [store 0/32, barrier], load 0/32 was intended, and barrier was found")]
    [InlineData(nameof(OrderKernels.AddAndReplace), "after [store 0/32], load 0/32 or the end was intended, and store 0/32 or the end")]
    [InlineData(nameof(OrderKernels.Branch), "after [store 0/32, barrier], load 0/32 was intended, and barrier was found")]
    public void WhatIlgpuReordersIsFound(string name, string expected)
    {
        using var code = new KernelCode(keepsOrder: false);
        string? difference = KernelOrder.Difference(code, Kernel(name));
        Assert.True(difference?.Contains(expected, StringComparison.Ordinal), difference);
    }

    [Theory]
    [InlineData(nameof(OrderKernels.Guarded))]
    [InlineData(nameof(OrderKernels.DoubleBuffered))]
    [InlineData(nameof(OrderKernels.Tree))]
    [InlineData(nameof(OrderKernels.Unrolled))]
    public void SafeFormsAreSafeWithIlgpusPass(string name)
    {
        using var code = new KernelCode(keepsOrder: false);
        string? difference = KernelOrder.Difference(code, Kernel(name));
        Assert.True(difference is null, difference);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void ALineOfPtxThatIsMissingIsFound(string name)
    {
        using var code = new KernelCode();
        string[] lines = code.Ptx(Kernel(name), CudaArchitecture.SM_80).Split('\n');
        CheckWithoutLines(name, lines, PtxOrder.Of, line => line.StartsWith("bar.") || line.StartsWith("ld.shared")
            || line.StartsWith("st.shared"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void ALineOfOpenCLThatIsMissingIsFound(string name)
    {
        using var code = new KernelCode();
        string[] lines = code.OpenCL(Kernel(name)).Split('\n');
        OpenCLPointers pointers = OpenCLPointers.Of([.. lines.Select(line => line.Trim())]);
        CheckWithoutLines(name, lines, OpenCLOrder.Of, line => line.StartsWith("work_group_barrier")
            || (line.StartsWith('*') && pointers.Find(line.Split((char[])['*', ' '], StringSplitOptions.RemoveEmptyEntries)[0]) is not null)
            || (line.Contains(" *  ")
                && pointers.Find(line.Split((char[])['*', ' ', ';'], StringSplitOptions.RemoveEmptyEntries)[^1]) is not null));
    }

    private static void CheckWithoutLines(string name, string[] lines, Func<string, EventGraph> read, Func<string, bool> isEvent)
    {
        EventGraph intended = IntendedOrder.Of(Kernel(name).Method.Method);
        int count = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            if (!isEvent(lines[i].Trim())) continue;
            count++;
            string without = string.Join('\n', [.. lines[..i], .. lines[(i + 1)..]]);
            Assert.True(TraceComparison.Difference(intended, read(without)) is not null, $"Without '{lines[i]}'");
        }
        Assert.Equal(intended.Events.Count(), count);
    }

    private static GpuKernel Kernel(string name) =>
        new(name, _methods.Single(method => method.Method.Name == name), 64, 1, 1, 1);
}
