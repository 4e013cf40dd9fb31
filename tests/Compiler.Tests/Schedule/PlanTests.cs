using Fusion.Compiler.Reference;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Compiler.Tests.Support;
using Fusion.Kernels.Tests.Support;

namespace Fusion.Compiler.Tests.Schedule;

/// <summary>
/// Plans as data: where values lie, how work is cut up; and that a network computed where the plan says gives what it means.
/// </summary>
public sealed class PlanTests
{
    [Fact]
    public void Networks_of_building_blocks()
    {
        foreach (Graph graph in Networks.All) Holds(graph);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Networks_made_at_random(int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < 12; i++) Holds(RandomGraph.Create(random, $"Random{seed}_{i}"));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Networks_made_at_random_with_taps(int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < 20; i++) Holds(RandomGraph.WithTaps(random, RandomGraph.Create(random, $"Random{seed}_{i}")));
        for (int i = 0; i < 10; i++) Holds(RandomGraph.WithTaps(random, RandomGraph.CreateSmall(random, $"Small{seed}_{i}")));
    }

    [Fact]
    public void Networks_of_building_blocks_with_a_tap_at_every_value()
    {
        foreach (Graph graph in Networks.All)
        {
            foreach (Node node in graph.Nodes) Holds(graph with { Taps = [new GraphTap("Tap", node.Id)] });
            Holds(graph with { Taps = [.. graph.Nodes.Select(node => new GraphTap($"Tap{node.Id}", node.Id))] });
        }
    }

    /// <summary>Kernels load whole vectors, and nothing may lie behind the caller's memory.</summary>
    [Theory]
    [InlineData("a = Conv x, outputs: 7, kernel: 3 | output a | output b = a")]
    [InlineData("a = Conv x, outputs: 7, kernel: 3 | b = Concat a, x | output a | output b")]
    [InlineData("a = Conv x, outputs: 7, kernel: 3 | b = Append a, a | output a | output b")]
    [InlineData("a = Conv x, outputs: 8, kernel: 3 | b = Relu a | c = Softmax b | output b | output c")]
    [InlineData("a = Conv x, outputs: 16, kernel: 3 | s = Slice a, start: 3, count: 8 | c = Softmax s | output a | output c")]
    [InlineData("a = Conv x, outputs: 16, kernel: 3 | s = Reshape a, dimensions: (3, -1) | c = Softmax s | output a | output c")]
    [InlineData("a = Softmax x | output a")]
    [InlineData("s = Slice y, start: 3, count: 8 | a = Softmax s | output a")]
    [InlineData("s = Reshape y, dimensions: (4, 60) | a = Softmax s | output a")]
    [InlineData("a = Softmax y | output a | output y")]
    public void Values_that_are_read_where_the_caller_has_them(string body) =>
        Holds(GraphNotation.Read("x = Input (3, 5, 7)\ny = Input (3, 5, 16)\n" + body.Replace(" | ", "\n")));

    [Theory]
    // Winograd's tiles that reach beyond the value, with a squeeze by blocks of tiles.
    [InlineData("x = Input (13, 14, 32) | a = Conv x, outputs: 48, kernel: 3 | p = GlobalAveragePool a | output a | output p")]
    [InlineData("x = Input (31, 45, 32) | a = Conv x, outputs: 32, kernel: 3, padding: 0 | p = GlobalSumPool a | output a | output p")]
    [InlineData("x = Input (9, 40, 64) | a = Conv x, outputs: 32, kernel: 3, padding: (0, 1) | r = Relu a | output r")]
    // A squeeze by rows, by blocks of pixels, and with a last pass.
    [InlineData("x = Input (24, 20, 12) | a = Conv x, outputs: 40, kernel: 1 | p = GlobalAveragePool a | r = Relu p | output a | output r")]
    [InlineData("x = Input (24, 20, 12) | a = Conv x, outputs: 20, kernel: 5 | p = GlobalSumPool a | output a | output p")]
    [InlineData("x = Input (24, 20, 18) | a = DepthwiseConv x, kernel: 3 | p = GlobalAveragePool a | output a | output p")]
    [InlineData("x = Input (3, 2100, 3) | a = DepthwiseConv x, kernel: 3 | p = GlobalAveragePool a | output a | output p")]
    [InlineData("x = Input (1, 2048, 3) | a = DepthwiseConv x, kernel: 3 | p = GlobalAveragePool a | output a | output p")]
    [InlineData("x = Input (1, 2049, 3) | a = DepthwiseConv x, kernel: 3 | p = GlobalAveragePool a | output a | output p")]
    // Halos that a slice or a concatenation needs.
    [InlineData("x = Input (8, 9, 6) | a = Relu x | s = Slice a, start: 2, count: 3 | b = Conv s, outputs: 4, kernel: 5 | output b")]
    [InlineData("x = Input (8, 9, 6) | a = Relu x | c = Concat a, x, a | b = Conv c, outputs: 4, kernel: 3 | output b | output c")]
    [InlineData(
        "x = Input (8, 9, 6) | a = Conv x, outputs: 4, kernel: (2, 4), padding: (1, 3) | b = Conv a, outputs: 3, kernel: 3 | output b")]
    [InlineData("x = Input (4, 8, 9, 3) | a = Conv x, outputs: 4, kernel: 3, padding: (2, 1, 0), stride: (1, 2, 3) | output a")]
    [InlineData("x = Input (30, 6) | a = Relu x | b = Conv a, outputs: 6, kernel: 5, dilation: 3 | c = Append b, a, x | output c")]
    // A gate in the weights, and its pooling through a layer that shares them.
    [InlineData("x = Input (9, 9, 6) | g = Input (6) | r = Relu x | m = Multiply r, g | a = Conv m, outputs: 70, kernel: 1 | output a")]
    public void Networks_for_one_thing(string text) => Holds(GraphNotation.Read(text.Replace(" | ", "\n")));

    [Theory]
    [InlineData(92, 92, 32, "kernel: 3", 2)]
    [InlineData(91, 94, 32, "kernel: 3, stride: 2", 2)]
    [InlineData(82, 100, 32, "kernel: 5, padding: 1", 2)]
    [InlineData(96, 90, 32, "kernel: 3, dilation: 2", 2)]
    public void Bands_of_rows(int height, int width, int channels, string depthwise, int stages)
    {
        Graph graph = GraphNotation.Read(
            $"""
            x = Input ({height}, {width}, 3)
            a = Conv x, kernel: 1, outputs: {channels}
            r = Relu a
            d = DepthwiseConv r, {depthwise}
            p = Conv d, kernel: 1, outputs: 8
            output p
            """);
        Assert.All(PlanChecks.Plans(graph), plan => Assert.Equal(stages, plan.Kernels.OfType<BandPlan>().Single().Then.Count));
        Holds(graph);
        foreach (string tapped in new[] { "a", "r", "d" })
        {
            int node = graph.Nodes.Single(candidate => candidate.Name == tapped).Id;
            Graph withTap = graph with { Taps = [new GraphTap("Tap", node)] };
            // Before the activation, the value between is another one.
            int whole = tapped == "d" ? stages - 1 : 0;
            Assert.All(PlanChecks.Plans(withTap),
                plan => Assert.Equal(whole, plan.Kernels.OfType<BandPlan>().Sum(bands => bands.Then.Count)));
            Holds(withTap);
        }
    }

    private static void Holds(Graph graph, ScheduleOptions? options = null)
    {
        var plans = PlanChecks.Plans(graph, options);
        PlanChecks.SameForAll(plans);
        var parameters = RandomValues.Parameters(graph);
        var inputs = graph.Inputs.ToDictionary(
            node => ((Input)node.Operation).Name, node => RandomValues.Normal(3 + node.Id, node.Shape.Elements));
        var values = ReferenceInterpreter.RunAll(graph, name => Array.ConvertAll(parameters(name), value => (double)value), inputs);
        var expected = graph.Outputs.Select(output => (output.Name, output.Node))
            .Concat(graph.Taps.Select(tap => (tap.Name, tap.Node)))
            .ToDictionary(shown => shown.Name, shown => values[shown.Node].Values);
        foreach (CpuPlan plan in plans)
        {
            PlanChecks.Sound(plan);
            var found = PlanInterpreter.Run(plan, parameters, inputs);
            Assert.Equal(expected.Count, found.Count);
            foreach (var (name, wanted) in expected) GraphChecks.Close(wanted, found[name], 1e-11);
        }
    }
}
