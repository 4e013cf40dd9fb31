using Fusion.Compiler.Emit.Gpu;
using Fusion.Compiler.Schedule.Gpu;
using Fusion.Kernels.Tests.Guarded;
using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests.Ptx;

/// <summary>Small networks by the PTX of their kernels: results, memory and races. FUSION_TEST_PTX=1 does the same with all that other
/// tests run on a device.</summary>
public sealed class NetworkTests
{
    private static readonly float[] s_special =
        [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0f, -0f, 1e-41f, 88f, -104f, 1e10f, -1e10f, 1f, -1f];

    [Xunit.Fact]
    public void Every_fusion() => PtxCheck.Graphs(Networks.All, _ => 600, [2, 9]);

    [Xunit.Fact]
    public void Convolutions() => PtxCheck.Graphs(PtxGraphs.Convolutions, _ => 600, [1, 2, 9]);

    [Xunit.Fact]
    public void Convolutions_in_parts()
    {
        Assert.All(PtxGraphs.Splits, graph => Assert.Contains(
            Plans(graph)[0].Kernels, kernel => kernel is GpuConvolutionPlan { Splits: > 1 }));
        PtxCheck.Graphs(PtxGraphs.Splits, _ => 4000, [2]);
    }

    [Xunit.Fact]
    public void Convolutions_in_Winograds_form()
    {
        Assert.All(PtxGraphs.Winograd, graph => Assert.Contains(Plans(graph)[1].Kernels, kernel => kernel is GpuWinogradOutputPlan));
        PtxCheck.Graphs(PtxGraphs.Winograd, _ => 1200, [9]);
    }

    [Xunit.Fact]
    public void Linear_layers_in_one_kernel() => PtxCheck.Graphs(PtxGraphs.Chains, _ => 1200, [1, 9]);

    /// <summary>Each operation with channels that vectors hold, and with others.</summary>
    [Xunit.Theory]
    [InlineData(3)]
    [InlineData(8)]
    public void Operations(int channels) => PtxCheck.Graphs(
        [.. GuardedLayers.OfChannels(channels), .. GuardedOperations.OfChannels(channels)], _ => 600, [2]);

    [Xunit.Fact]
    public void Functions() => PtxCheck.Graphs(
        [.. NotANumberTests.Elementwise.Select((operation, i) => Build.Single(operation, 7, i % 2 == 0 ? 3 : 4))], _ => 30, [2],
        random => (random.NextSingle() * 2 - 1) * 8);

    [Xunit.Fact]
    public void Functions_of_special_numbers() => PtxCheck.Graphs(
        [.. NotANumberTests.Elementwise.Where(operation => operation is not (Gelu or PRelu or Sin or Cos or Pow or Reciprocal or Log))
            .Select((operation, i) => Build.Single(operation, 7, i % 2 == 0 ? 3 : 4))], _ => 4, [2],
        random => s_special[random.Next(s_special.Length)]);

    [Xunit.Fact]
    public void Greatest_values_of_special_numbers() =>
        PtxCheck.Graphs(NotANumberTests.Greatest, _ => 4, [2], random => s_special[random.Next(s_special.Length)]);

    /// <summary>Threads of a warp go different ways where one has what is no number: ILGPU says that they do not.</summary>
    [Xunit.Fact]
    public void Powers_beside_what_is_no_number() => PtxCheck.Graphs(
        [Build.Single(new LocalResponseNorm(3, 0.3, 0.6, 1), 9, 7)], _ => 40, [2],
        random => random.Next(9) == 0 ? float.NaN : random.NextSingle());

    [Xunit.Fact]
    public void Random_graphs() =>
        PtxCheck.Graphs([.. Enumerable.Range(0, 6).Select(i => RandomGraph.CreateWithNorms(new Random(i), $"Random{i}"))], _ => 1500, [2]);

    private static IReadOnlyList<Compiler.Schedule.NetworkPlan> Plans(Graph graph) =>
        new GpuTarget(Computation.Fast).Plan([graph], []).Variants[0].Plans;
}
