using Fusion.Compiler.Schedule.Gpu;
using Fusion.Kernels.Tests.Matrix;
using Fusion.Kernels.Tests.Support;
using Precision = Fusion.Compiler.Schedule.Gpu.GpuPrecision;

namespace Fusion.Kernels.Tests.Ptx;

/// <summary>Kernels for matrix units by their PTX, with their own instructions: results, memory and races.</summary>
public sealed class MatrixNetworkTests
{
    public static TheoryData<Precision, string> Tiles
    {
        get
        {
            var data = new TheoryData<Precision, string>();
            foreach ((int i, GpuMatrixTile tile) in GpuMatrixTiles.All.Index())
            {
                data.Add(Precision.TensorFloat32, tile.ToString());
                // What differs is the same in all of them.
                if (i % 3 == 0) data.Add(Precision.BFloat16, tile.ToString());
            }
            return data;
        }
    }

    [Xunit.Theory]
    [InlineData(Precision.TensorFloat32, 2, 9)]
    [InlineData(Precision.TensorFloat32x3, 2)]
    [InlineData(Precision.BFloat16, 9)]
    public void Agree_with_the_reference_interpreter(Precision precision, params int[] batches) =>
        PtxCheck.Graphs(MatrixGraphs.All, _ => MatrixDeviceTests.Accumulations(precision), batches, precision: precision);

    [Xunit.Theory]
    [MemberData(nameof(Tiles))]
    public void Every_tile_agrees_with_the_reference_interpreter(Precision precision, string name)
    {
        var target = new OneTileTarget(GpuMatrixTiles.All.Single(tile => tile.ToString() == name) with { Precision = precision });
        CompiledGpuNetwork network = CompiledGpuNetwork.Build([MatrixGraphs.Tiled], precision, target)[0];
        PtxCheck.Network(network, MatrixDeviceTests.Accumulations(precision), [2]);
    }
}
