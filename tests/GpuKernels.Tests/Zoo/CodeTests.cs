using Fusion.Compiler.Emit.Gpu;
using Fusion.Compiler.Schedule.Gpu;
using Fusion.Gpu.Runtime;
using Fusion.Gpu.Tests.Support.Order;
using Fusion.Kernels.Tests.Support;
using Fusion.Zoo;
using ILGPU.Runtime.Cuda;
using Precision = Fusion.Compiler.Schedule.Gpu.GpuPrecision;

namespace Fusion.Kernels.Tests.Zoo;

/// <summary>What becomes of the zoo's kernels in PTX and OpenCL source. Compiled without a device.</summary>
public sealed class CodeTests
{
    public static TheoryData<string> Networks => [.. ZooOnGpu.Names];

    [Xunit.Theory]
    [MemberData(nameof(Networks))]
    public void Memory_is_used_in_the_order_of_the_source_and_nothing_is_local(string name)
    {
        using var code = new KernelCode();
        foreach (GpuKernel kernel in CompiledGpuNetwork.Build([Graph(name)])[0].Kernels)
        {
            string? difference = KernelOrder.Difference(code, kernel);
            Assert.True(difference is null, $"{kernel.Title}: {difference}");
            Assert.True(PtxCounts.Of(code.Ptx(kernel, CudaArchitecture.SM_90)).Local == 0, kernel.Title);
        }
    }

    /// <summary>A tile's loop has as many products as it should, and moves four values at a time.</summary>
    [Xunit.Theory]
    [InlineData("resnet-50")]
    [InlineData("squeezenet-1.1")]
    public void Tiles_are_what_was_planned(string name)
    {
        Graph graph = Graph(name);
        using var code = new KernelCode();
        var kernels = CompiledGpuNetwork.Build([graph])[0].Kernels.ToDictionary(kernel => kernel.Method.Method.Name);
        int found = 0;
        foreach (GpuConvolutionPlan plan in new GpuTarget(Computation.Fast)
            .Plan([graph], []).Variants[0].Plans[0].Kernels.OfType<GpuConvolutionPlan>())
        {
            // Of layers of one form, the first has the kernel.
            if (!kernels.TryGetValue(plan.Name, out GpuKernel? kernel)) continue;
            PtxCounts counts = PtxCounts.Of(code.Ptx(kernel, CudaArchitecture.SM_90));
            GpuTile tile = plan.Tile;
            Assert.True(counts.MultiplyAdds >= 16 * tile.ThreadRows * tile.ThreadVectors, $"{kernel.Title}: {counts}, {tile}");
            // Two more where the sums of all threads are added up.
            int loads = tile.ThreadRows + 4 * tile.ThreadVectors + (plan.Squeeze is null ? 0 : 2);
            Assert.True(counts.SharedVectorLoads == loads, $"{kernel.Title}: {counts}, {tile}");
            // The first slice's, and the next ones', where there are any.
            Assert.True(counts.SharedVectorStores >= (plan.Weights.Rows > tile.Depth ? 4 : 2), kernel.Title);
            Assert.Equal(0, counts.SharedLoads);
            Assert.True(counts.GlobalVectorLoads >= 2, kernel.Title);
            found++;
        }
        Assert.InRange(found, 8, 100);
    }

    /// <summary>Those of convolutions on matrix units, for single samples and for batches.</summary>
    [Xunit.Theory]
    [InlineData("resnet-50", Precision.TensorFloat32)]
    [InlineData("se-resnet-50", Precision.TensorFloat32)]
    [InlineData("efficientnet-b0", Precision.TensorFloat32)]
    [InlineData("resnet-50", Precision.TensorFloat32x3)]
    [InlineData("resnet-50", Precision.BFloat16)]
    public void Kernels_for_matrix_units_multiply_there(string name, Precision precision)
    {
        Graph graph = Graph(name);
        using var code = new KernelCode();
        var kernels = CompiledGpuNetwork.Build([graph], precision)[0].Kernels.ToDictionary(kernel => kernel.Method.Method.Name);
        int found = 0;
        (GpuNetworkPlan one, GpuNetworkPlan batch) =
            ((PlannedGpu)new GpuTarget(Computation.Fast, precision).Plan([graph], [])).Programs[1].Sizes[0];
        foreach ((GpuConvolutionPlan plan, string behind) in one.Kernels.Select(kernel => (kernel, ""))
            .Concat(batch.Kernels.Select(kernel => (kernel, "_Batch")))
            .Where(pair => pair.kernel is GpuConvolutionPlan { Tile: GpuMatrixTile })
            .Select(pair => ((GpuConvolutionPlan)pair.kernel, $"_{precision}{pair.Item2}")))
        {
            if (!kernels.TryGetValue(plan.Name + behind, out GpuKernel? kernel)) continue;
            string? difference = KernelOrder.Difference(code, kernel);
            Assert.True(difference is null, difference);
            string ptx = code.Ptx(kernel, CudaArchitecture.SM_90);
            var counts = PtxCounts.Of(ptx);
            // Of a warp's part of the tile: two instructions for sixteen steps of the depth, each for 16×8 results.
            int products = 2 * plan.Tile.ThreadRows * plan.Tile.ThreadVectors * (precision == Precision.TensorFloat32x3 ? 3 : 1);
            Assert.True(counts.MatrixProducts == products, $"{kernel.Title}: {counts}");
            Assert.True(counts.Local == 0, $"{kernel.Title}: {counts}");
            Assert.True(counts.GenericAccesses == 0, $"{kernel.Title}: {counts}");
            int loads = plan.Tile.ThreadRows + 2 * plan.Tile.ThreadVectors + (plan.Squeeze is null ? 0 : 2);
            Assert.True(counts.SharedVectorLoads == loads, $"{kernel.Title}: {counts}");
            Assert.Equal(0, counts.SharedLoads);
            found++;
        }
        Assert.InRange(found, 8, 100);
    }

    private static Graph Graph(string name) => GraphText.Parse(ZooNetwork.FindAny(name)!.Info.Variants[0].Graph);
}
