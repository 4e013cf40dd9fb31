using Fusion.Compiler.Emit.Gpu;
using Fusion.Gpu;
using Fusion.Kernels.Tests.Support;
using Precision = Fusion.Compiler.Schedule.Gpu.GpuPrecision;

namespace Fusion.Kernels.Tests;

/// <summary>
/// NaN and infinity reach the results that they have a part in, and no other; see <see cref="Reach"/>. Fewer networks than on the CPU: a
/// device of the processor takes seconds to compile each.
/// </summary>
public sealed class ReachTests
{
    [Fact]
    public void Phases_without_taps() => Check(ReachCases.PhasesWithoutTaps);

    [Fact]
    public void Convolutions() => Check(ReachCases.Convolutions(1, 4));

    [Fact]
    public void Pools() => Check(ReachCases.Pools(1, 3));

    [Fact]
    public void Resamplings() => Check(ReachCases.Resamplings(1, 3));

    [Fact]
    public void Layers_and_norms() => Check(ReachCases.Positions(1, 4));

    [Fact]
    public void Products() => Check(ReachCases.Products(1, 3));

    [Fact]
    public void Attention_and_recurrences() => Check(ReachCases.Sequences.Where((_, i) => i % 3 == 0));

    [Fact]
    public void Vectors() => Check(ReachCases.Vectors);

    /// <summary>NaN alone: of infinities, sums may make NaN or not, as their order is.</summary>
    [Fact]
    public void Random_graphs() =>
        Check(Enumerable.Range(0, 4).Select(i => RandomGraph.CreateWithNorms(new Random(20_000 + i), $"Random{i}")), float.NaN);

    private static void Check(IEnumerable<Graph> graphs, params float[] specials)
    {
        foreach (CompiledGpuNetwork compiled in CompiledGpuNetwork.Build(
            [.. graphs], target: new GpuTarget(Computation.Direct, Precision.Single)))
        {
            var reach = new Reach(compiled.Graph, specials.Length > 0 ? specials : [float.PositiveInfinity, float.NaN]);
            using var network = new NetworkRun(compiled, reach.Weights, new GpuOptions { Batch = Reach.Batch });
            reach.Check(NetworkRun.IsInterpreted ? "PTX" : TestDevice.Device.ToString(), inputs =>
            {
                float[][] outputs = [.. compiled.Graph.Outputs
                    .Select(output => new float[compiled.Graph.Nodes[output.Node].Shape.Elements * Reach.Batch])];
                network.Run(inputs, outputs);
                return outputs;
            });
        }
    }
}
