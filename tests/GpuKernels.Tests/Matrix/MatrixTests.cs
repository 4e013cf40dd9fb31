using Fusion.Compiler.Emit.Gpu;
using Fusion.Compiler.Schedule.Gpu;
using Fusion.Gpu;
using Fusion.Kernels.Tests.Support;
using Precision = Fusion.Compiler.Schedule.Gpu.GpuPrecision;

namespace Fusion.Kernels.Tests.Matrix;

/// <summary>Which thread has what of the matrices: kernels for matrix units with their instructions emulated, in fp32, so that the results
/// are as near to the reference interpreter's as those of other kernels.</summary>
public sealed class MatrixTests
{
    public static TheoryData<Precision, string> Tiles
    {
        get
        {
            var data = new TheoryData<Precision, string>();
            foreach (Precision precision in new[] { Precision.TensorFloat32, Precision.BFloat16 })
                foreach (GpuMatrixTile tile in GpuMatrixTiles.All) data.Add(precision, tile.ToString());
            return data;
        }
    }

    [Fact]
    public void Single_samples_agree_with_the_reference_interpreter() => Run(MatrixGraphs.All, Precision.TensorFloat32, batch: 2);

    [Fact]
    public void Batches_agree_with_the_reference_interpreter() => Run(MatrixGraphs.All, Precision.TensorFloat32, batch: 9);

    /// <summary>Here factors are rounded.</summary>
    [Fact]
    public void Three_products_are_as_near_as_one_of_fp32() => Run(MatrixGraphs.All, Precision.TensorFloat32x3, batch: 2);

    /// <summary>Here factors have 8 bits.</summary>
    [Fact]
    public void Pairs_of_16_bits_are_where_they_belong() => Run(MatrixGraphs.All, Precision.BFloat16, batch: 2);

    [Theory]
    [MemberData(nameof(Tiles))]
    public void Every_tile_agrees_with_the_reference_interpreter(Precision precision, string name) =>
        Run([MatrixGraphs.Tiled], precision, batch: 2,
            new OneTileTarget(GpuMatrixTiles.All.Single(tile => tile.ToString() == name) with { Precision = precision }));

    [Xunit.Fact]
    public void Convolutions_with_many_channels_are_on_matrix_units()
    {
        foreach (Graph graph in MatrixGraphs.All)
        {
            var plans = ((PlannedGpu)new GpuTarget(Computation.Fast, Precision.TensorFloat32).Plan([graph], [])).Programs;
            Assert.DoesNotContain(plans[0].Sizes[0].One.Kernels, kernel => kernel is GpuConvolutionPlan { Tile: GpuMatrixTile });
            Assert.Contains(plans[1].Sizes[0].One.Kernels, kernel => kernel is GpuConvolutionPlan { Tile: GpuMatrixTile });
            Assert.Contains(plans[1].Sizes[0].Batch.Kernels, kernel => kernel is GpuConvolutionPlan { Tile: GpuMatrixTile });
        }
    }

    private static void Run(IReadOnlyList<Graph> graphs, Precision precision, int batch, OneTileTarget? target = null)
    {
        bool rounds = precision == Precision.TensorFloat32x3;
        foreach (CompiledGpuNetwork network in CompiledGpuNetwork.Build(
            graphs, precision, target, code => MatrixUnitEmulation.Edit(code, precision, rounds)))
            Check.Network(network, precision == Precision.BFloat16 ? 1 << 17 : 100, new GpuOptions { Batch = batch });
    }
}
