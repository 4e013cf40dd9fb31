using Fusion.Compiler.Schedule.Gpu;
using Fusion.Gpu;
using Fusion.Kernels.Tests.Support;
using Fusion.Zoo;
using Fusion.Zoo.Tests;
using Precision = Fusion.Compiler.Schedule.Gpu.GpuPrecision;
using ZooWeights = Fusion.Zoo.Tests.RandomWeights;

namespace Fusion.Kernels.Tests.Matrix;

/// <summary>Kernels for matrix units on these.</summary>
public sealed class MatrixDeviceTests
{
    /// <summary>
    /// What a result may be off by, in units of 2⁻²³ of the largest. Rounding a factor to TF32 is wrong by 2⁻¹² of it in the middle, with
    /// either sign; so a sum is by about 2⁻¹¹ of the root of its squared products, which is near the largest result. Four times that, for
    /// two layers behind each other; BF16 has three bits less.
    /// </summary>
    internal static int Accumulations(Precision precision) => precision switch
    {
        Precision.TensorFloat32 => 1 << 14,
        Precision.BFloat16 => 1 << 17,
        _ => 600,
    };

    public static TheoryData<Precision, string> Tiles
    {
        get
        {
            var data = new TheoryData<Precision, string>();
            foreach (Precision precision in Enum.GetValues<Precision>().Where(one => one != Precision.Single))
                foreach (GpuMatrixTile tile in GpuMatrixTiles.All) data.Add(precision, Name(tile));
            return data;
        }
    }

    [CudaTheory]
    [InlineData(Precision.TensorFloat32, 2)]
    [InlineData(Precision.TensorFloat32, 9)]
    [InlineData(Precision.TensorFloat32x3, 2)]
    [InlineData(Precision.TensorFloat32x3, 9)]
    [InlineData(Precision.BFloat16, 2)]
    [InlineData(Precision.BFloat16, 9)]
    public void Agrees_with_the_reference_interpreter(Precision precision, int batch)
    {
        foreach (CompiledGpuNetwork network in CompiledGpuNetwork.Build(MatrixGraphs.All, precision))
            Check.Network(network, Accumulations(precision), Options(precision, batch));
    }

    [CudaTheory]
    [MemberData(nameof(Tiles))]
    public void Every_tile_agrees_with_the_reference_interpreter(Precision precision, string tile)
    {
        var target = new OneTileTarget(GpuMatrixTiles.All.Single(one => Name(one) == tile) with { Precision = precision });
        Check.Network(CompiledGpuNetwork.Build([MatrixGraphs.Tiled], precision, target)[0], Accumulations(precision),
            Options(precision, batch: 2));
    }

    /// <summary>Factors that are rounded to TF32 in kernels of fp32 gave 1.5e-4 to 3.5e-4, and to BF16 1e-3 to 2.5e-3.</summary>
    [CudaTheory]
    [InlineData("resnet-50", Precision.TensorFloat32, 1, 2e-3)]
    [InlineData("resnet-50", Precision.TensorFloat32, 9, 2e-3)]
    [InlineData("resnet-50", Precision.TensorFloat32x3, 1, 1e-4)]
    [InlineData("resnet-50", Precision.BFloat16, 1, 1.6e-2)]
    [InlineData("se-resnet-50", Precision.TensorFloat32, 1, 2e-3)]
    [InlineData("efficientnet-b0", Precision.TensorFloat32, 1, 2e-3)]
    public void Networks_agree_with_the_kernels_of_the_CPU(string name, Precision precision, int batch, double tolerance)
    {
        ZooNetwork zoo = ZooNetwork.FindAny(name)!;
        StateDict weights = ZooWeights.Make(zoo.Info, seed: 11);
        float[] input = ZooWeights.Input(batch * zoo.Info.Variants[0].Inputs[0].Elements, seed: 5);
        float[][] expected = zoo.Outputs(0, batch), found = zoo.Outputs(0, batch);
        using (Network network = zoo.Load(weights, new NetworkOptions())) zoo.Run(network, input, expected);
        CompiledGpuNetwork compiled = CompiledGpuNetwork.Build([GraphText.Parse(zoo.Info.Variants[0].Graph)], precision)[0];
        using (var network = new NetworkRun(compiled, weights, Options(precision, batch))) network.Run([input], found);
        double difference = Difference.Relative(expected[0], found[0]);
        Assert.InRange(difference, 0, tolerance);
        // Kernels of fp32 would be nearer.
        if (precision != Precision.TensorFloat32x3) Assert.InRange(difference, 1e-5, tolerance);
    }

    private static string Name(GpuMatrixTile tile) => $"{tile.Rows}x{tile.Columns}, {tile.WarpRows}x{tile.WarpColumns}x{tile.Depth}";

    private static GpuOptions Options(Precision precision, int batch) =>
        new() { Batch = batch, Precision = Enum.Parse<Fusion.Gpu.GpuPrecision>(precision.ToString()) };
}
