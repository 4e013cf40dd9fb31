using Fusion.Compiler.Schedule.Cpu;
using Fusion.Kernels.Tests.Support;
using InstructionSet = Fusion.InstructionSet;

namespace Fusion.Kernels.Tests;

/// <summary>NaN and infinity reach the results that they have a part in, and no other; see <see cref="Reach"/>.</summary>
public sealed class ReachTests
{
    private static readonly float[] s_special = [float.PositiveInfinity, float.NegativeInfinity, float.NaN];

    private static readonly ScheduleOptions s_direct = new(Computation.Direct, Tuning.None);

    private static readonly ScheduleOptions s_training = s_direct with { IsTraining = true };

    /// <summary>Phases that no tap reaches, because stride and dilation have a factor in common, or the kernel is smaller than the
    /// stride.</summary>
    [Fact]
    public void Phases_without_taps() => Check(
    [
        .. ReachCases.PhasesWithoutTaps,
        // More inputs than one float should add, and so many outputs that their panels would be fetched ahead.
        Build.Single(new ConvTranspose("up", 5, [3, 3], [2, 2], [2, 2], [0, 0], [0, 0], 1, true), 1, 1, 20_000),
        Build.Single(new ConvTranspose("up", 520, [3, 3], [2, 2], [2, 2], [2, 2], [0, 0], 1, true), 1, 1, 300),
        Build.Single(new ConvTranspose("up", 70, [3, 3], [2, 2], [2, 2], [1, 1], [0, 0], 1, true), 14, 14, 48),
        Build.Graph("Behind", g =>
        {
            int up = g.Norm(g.Add(new ConvTranspose("up", 20, [3, 3], [2, 2], [2, 2], [1, 1], [0, 0], 1, true), g.Input("x", 4, 5, 6)));
            g.Output("y", g.Add(new Silu(), g.Sum(up, g.Input("skip", 9, 11, 20))));
        }),
    ]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Convolutions(int seed) => Check([.. ReachCases.Convolutions(seed, 12)]);

    [Fact]
    public void Convolutions_with_narrow_weights() => Check([.. ReachCases.Convolutions(7, 8)],
        new ScheduleOptions(Computation.Direct, Tuning.None, Compiler.WeightStorage.BFloat16) { LeastNarrowWeights = 1 });

    [Fact]
    public void Convolutions_behind_each_other() => Check(
    [
        Build.Graph("Bands", g => g.Output("y", g.Conv(
            g.Relu(g.Conv(g.Relu(g.Conv(g.Input("x", 64, 64, 16), 96, 1)), 96, 3, groups: 96)), 20, 1))),
        Build.Graph("Strided", g => g.Output("y", g.Conv(g.Relu(g.Conv(g.Input("x", 30, 30, 3), 70, 3, stride: 2)), 40, 3, dilation: 2))),
        Build.Graph("Groups", g => g.Output("y", g.Conv(
            g.Relu(g.Conv(g.Input("x", 14, 14, 48), 80, 3, groups: 4)), 60, 3, groups: 5, dilation: 2))),
        .. ReachCases.Vectors,
    ]);

    /// <summary>NaN alone: of infinities, sums may make NaN or not, as their order is.</summary>
    [Fact]
    public void Random_graphs() => Check(
        [.. Enumerable.Range(0, 24).Select(i => RandomGraph.CreateWithNorms(new Random(10_000 + i), $"Random{i}"))],
        specials: [float.NaN]);

    [Fact]
    public void Pools() => Check([.. ReachCases.Pools(1, 16)]);

    [Fact]
    public void Resamplings() => Check([.. ReachCases.Resamplings(1, 16)]);

    [Fact]
    public void Layers_and_norms() => Check([.. ReachCases.Positions(1, 24)]);

    [Fact]
    public void Attention_and_recurrences() => Check(ReachCases.Sequences);

    [Fact]
    public void Products() => Check([.. ReachCases.Products(1, 12)]);

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Gradients_of_convolutions(int seed) =>
        Check([.. ReachCases.Convolutions(seed, 10, mostRank: 2).Select(graph => TrainingStep.Frozen(graph, samples: 2))], s_training);

    /// <summary>Without padding: its zeros are multiplied with the gradients of the results that read them.</summary>
    [Fact]
    public void Gradients_of_weights() => Check([.. ReachCases.Convolutions(6, 12, mostPadding: 0, mostRank: 2).Select(Step)], s_training);

    [Fact]
    public void Gradients_of_pools() => Check([.. ReachCases.Pools(2, 10, mostRank: 2).Select(Step)], s_training);

    [Fact]
    public void Gradients_of_resamplings() => Check([.. ReachCases.Resamplings(2, 10, mostRank: 2).Select(Step)], s_training);

    [Fact]
    public void Gradients_of_layers_and_norms() => Check([.. ReachCases.Positions(2, 16).Select(Step)], s_training);

    [Fact]
    public void Gradients_of_products() => Check([.. ReachCases.Products(2, 8).Select(Step)], s_training);

    /// <summary>Convolutions that are added, and such that follow each other, become one only where it reads what they read.</summary>
    [Fact]
    public void Merged_convolutions() => Check(
    [
        Build.Graph("Cross", g =>
        {
            int x = g.Input("x", 6, 7, 4);
            int Branch(int[] kernel) => g.Add(new Conv($"c{g.Shape(x).Pixels}{string.Join("", kernel)}", 5, [.. kernel], [1, 1], [1, 1],
                [kernel[0] / 2, kernel[1] / 2], 1, true), x);
            g.Output("y", g.Sum(Branch([1, 5]), g.Sum(Branch([5, 1]), Branch([1, 1]))));
        }),
        Build.Graph("Many", g =>
        {
            int x = g.Input("x", 6, 7, 4), y = -1;
            foreach (var (i, height, width) in new[] { (0, 1, 3), (1, 3, 1), (2, 1, 3) })
            {
                int branch = g.Add(new Conv($"c{i}", 5, [height, width], [1, 1], [1, 1], [height / 2, width / 2], 1, true), x);
                y = y < 0 ? branch : g.Sum(y, branch);
            }
            g.Output("y", y);
        }),
        Build.Graph("Corners", g =>
        {
            int x = g.Input("x", 6, 7, 4);
            int y = g.Add(new Conv("a", 4, [1, 2], [1, 1], [1, 1], [0, 1], 1, true) { PaddingEnd = [0, 0] }, x);
            int z = g.Add(new Conv("b", 4, [1, 2], [1, 1], [1, 1], [0, 0], 1, true) { PaddingEnd = [0, 1] }, x);
            g.Output("y", g.Sum(g.Sum(y, z), x));
        }),
        Build.Graph("Chain", g => g.Output("y", g.Conv(g.Conv(g.Input("x", 6, 7, 4), 8, 1, groups: 2), 4, 3, groups: 2, padding: 0))),
        Build.Graph("Depthwise", g => g.Output("y", g.Conv(g.Conv(g.Input("x", 6, 7, 8), 8, 3, groups: 8), 8, 1, groups: 8))),
        Build.Graph("Identity", g =>
        {
            int x = g.Input("x", 6, 7, 8);
            g.Output("y", g.Sum(g.Sum(g.Conv(x, 8, 3, groups: 4), g.Conv(x, 8, 1, groups: 4)), x));
        }),
    ]);

    private static Graph Step(Graph graph) => TrainingStep.Of(graph, samples: 2);

    private static void Check(IReadOnlyList<Graph> graphs, ScheduleOptions? options = null, float[]? specials = null)
    {
        foreach (CompiledNetwork compiled in CompiledNetwork.Build(graphs, options ?? s_direct))
        {
            var reach = new Reach(compiled.Graph, specials ?? s_special);
            foreach (InstructionSet set in Support.Check.Sets)
            {
                using Network network = compiled.Load(reach.Weights, new NetworkOptions { InstructionSet = set, Threads = 1 });
                reach.Check(set.ToString(), inputs => compiled.Run(network, inputs, Reach.Batch));
            }
        }
    }
}
