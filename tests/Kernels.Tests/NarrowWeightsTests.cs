using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Kernels.Tests.Support;
using Storage = Fusion.Compiler.WeightStorage;
using Target = Fusion.Compiler.Schedule.Cpu.InstructionSet;

namespace Fusion.Kernels.Tests;

/// <summary>
/// Weights in BF16: as exact as with floats, for weights that were rounded beforehand, and with the same bits everywhere. The smallest
/// convolution takes part, so that the sizes can be those that hurt.
/// </summary>
public sealed class NarrowWeightsTests
{
    private static readonly ScheduleOptions s_all = ScheduleOptions.Default with { Weights = Storage.BFloat16, LeastNarrowWeights = 1 };

    [Fact]
    public void Pointwise_convolutions_of_every_size()
    {
        var graphs = new List<Graph>();
        foreach (int pixels in new[] { 1, 5, 6, 7, 13, 29 })
            foreach (int outputs in new[] { 1, 7, 16, 24, 33, 64, 130 })
                graphs.Add(Build.Graph("Pointwise", g => g.Output("y", g.Conv(g.Input("x", 1, pixels, 19), outputs, 1))));
        Check(graphs, 20);
    }

    [Fact]
    public void Kernels_with_strides_and_groups()
    {
        var graphs = new List<Graph>();
        foreach (int kernel in new[] { 2, 3, 5 })
            foreach (int stride in new[] { 1, 2 })
                graphs.Add(Build.Graph("Square", g => g.Output("y", g.Conv(g.Input("x", 13, 9, 3), 24, kernel, stride))));
        foreach (var (channels, groups) in new[] { (8, 2), (64, 2), (48, 2), (64, 32), (34, 17) })
            graphs.Add(Build.Graph("Groups", g => g.Output("y", g.Conv(g.Input("x", 9, 10, channels), channels, 3, groups: groups))));
        Check(graphs, 300);
    }

    [Fact]
    public void Linear_layers()
    {
        var graphs = new List<Graph>();
        foreach (var (inputs, outputs) in new[] { (19, 7), (64, 130), (300, 1000), (300, 330), (7, 24) })
            graphs.Add(Build.Graph("Linear", g => g.Output("y", g.Linear(g.Input("x", inputs), outputs))));
        Check(graphs, 300);
    }

    [Fact]
    public void Weights_that_a_gate_scales()
    {
        Graph[] graphs = [.. new[] { 8, 24, 40, 130 }.Select(outputs => Build.Graph("Gate", g =>
        {
            int x = g.Add(new HardSwish(), g.Conv(g.Input("x", 12, 12, 16), 16, 3, groups: 16, path: "depthwise"));
            g.Output("y", g.Conv(g.SqueezeExcite(x, 4, gate: new HardSigmoid()), outputs, 1));
        }))];
        foreach (Graph graph in graphs)
            foreach (Target set in Target.All) Assert.Contains(Plans(graph, set).OfType<ScaleWeightsPlan>(), plan => plan.Weights.IsNarrow);
        Check(graphs, 100);
    }

    /// <summary>Filters of small integers become small multiples of 1/4, which BF16 has: the sums must be as close as with
    /// floats.</summary>
    [Fact]
    public void Winograds_form()
    {
        Graph[] graphs = [.. new[] { (16, 48), (32, 80), (16, 16) }.Select(sizes => Build.Graph("Winograd", g =>
            g.Output("y", g.Relu(g.Conv(g.Input("x", 6, 6, sizes.Item1), sizes.Item2, 3)))))];
        foreach (Graph graph in graphs)
            foreach (Target set in Target.All) Assert.True(Assert.Single(Plans(graph, set).OfType<WinogradPlan>()).Weights.IsNarrow);
        Support.Check.Graphs(graphs, s_all, _ => 9 * 32, graph => Integers(graph, 3), (_, values) => values);
    }

    [Fact]
    public void Narrow_are_the_large_ones_only_and_no_4x4_transforms()
    {
        ScheduleOptions options = ScheduleOptions.Default with { Weights = Storage.BFloat16 };
        Graph graph = Build.Graph("Mixed", g =>
        {
            int x = g.Conv(g.Input("x", 28, 28, 128), 128, 3);
            x = g.Conv(g.Conv(x, 512, 1), 511, 1);
            x = g.Conv(g.Conv(x, 512, 1), 512, 3, groups: 512);
            g.Output("y", g.Linear(g.Mean(x), 512));
        });
        foreach (Target set in Target.All)
        {
            IReadOnlyList<CpuKernelPlan> plans = Plans(graph, set, options);
            var (transformed, others) = (Assert.Single(plans.OfType<WinogradPlan>()), plans.OfType<ConvolutionPlan>().ToList());
            Assert.Equal(WinogradTransform.Four, transformed.Transform);
            Assert.True(transformed.Weights.GroupWeights > options.LeastNarrowWeights);
            Assert.False(transformed.Weights.IsNarrow);
            Assert.All(others, plan =>
                Assert.Equal((long)plan.Weights.Depth * plan.Weights.Convolution.Outputs >= 512 * 512, plan.Weights.IsNarrow));
            Assert.All(others, plan =>
                Assert.Equal(plan.Weights.IsNarrow, plan.Title.EndsWith(", weights in BF16", StringComparison.Ordinal)));
            Assert.Equal(1, others.Count(plan => plan.Weights.IsNarrow));
            Assert.All(plans.OfType<DepthwisePlan>(), plan => Assert.False(plan.Weights.IsNarrow));
        }
    }

    [Fact]
    public void Half_the_memory_and_nothing_allocated()
    {
        Graph graph = Build.Graph("Memory", g => g.Output("y", g.Relu(g.Conv(g.Input("x", 7, 7, 256), 1024, 1))));
        StateDict weights = Support.RandomWeights.Of(graph, 1);
        CompiledNetwork narrow = CompiledNetwork.Build([graph], ScheduleOptions.Default with { Weights = Storage.BFloat16 })[0];
        using Network network = narrow.Load(weights, new NetworkOptions { Threads = 1 });
        using Network wide = CompiledNetwork.Build(graph).Load(weights, new NetworkOptions { Threads = 1 });
        Assert.InRange((double)network.WeightBytes / wide.WeightBytes, 0.45, 0.55);

        Memory<float>[] input = [new float[7 * 7 * 256]], output = [new float[7 * 7 * 1024]];
        for (int i = 0; i < 3; i++) narrow.Run(network, input, output);
        Assert.Equal(0, Allocations.Least(() => narrow.Run(network, input, output)));
    }

    private static void Check(IReadOnlyList<Graph> graphs, int accumulations)
    {
        foreach (Graph graph in graphs)
            foreach (Target set in Target.All)
                Assert.All(Plans(graph, set).OfType<ConvolutionPlan>(), plan => Assert.True(plan.Weights.IsNarrow));
        Support.Check.Graphs(graphs, s_all, _ => accumulations, graph => Support.RandomWeights.Of(graph, 1), (parameter, values) =>
            parameter.Kind == Compiler.Graphs.ParameterKind.Weight && !parameter.Name.StartsWith("depthwise", StringComparison.Ordinal)
                ? Array.ConvertAll(values, Rounded)
                : values);
    }

    /// <summary>The nearest multiple of 2^(e - 7), where 2^e is the power of two below: there are no ties to speak of among random
    /// weights.</summary>
    private static float Rounded(float value)
    {
        if (value == 0) return 0;
        double step = Math.Pow(2, Math.ILogB(value) - 7);
        return (float)(Math.Round(value / step, MidpointRounding.ToEven) * step);
    }

    private static StateDict Integers(Graph graph, int largest)
    {
        var random = new Random(5);
        var weights = new StateDict();
        foreach (Parameter parameter in graph.Parameters)
            weights.Add(parameter.Name, [.. parameter.Dimensions],
                [.. Enumerable.Range(0, (int)parameter.Elements).Select(_ => (float)random.Next(-largest, largest + 1))]);
        return weights;
    }

    private static IReadOnlyList<CpuKernelPlan> Plans(Graph graph, Target set, ScheduleOptions? options = null) =>
        Scheduler.Schedule(RewritePipeline.Run(graph, new FusionNotes()), set, new WeightLayout(set, options ?? s_all), options
            ?? s_all).Kernels;
}
