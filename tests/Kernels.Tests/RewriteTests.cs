using Fusion.Compiler.Reference;
using Fusion.Compiler.Rewrite;
using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Every pass keeps what a network computes: the reference interpreter runs the graph after each of them.</summary>
public sealed class RewriteTests
{
    public static TheoryData<string> Passes => [.. RewritePipeline.Passes.Select(Name)];

    [Theory]
    [MemberData(nameof(Passes))]
    public void Keeps_the_results_of_building_blocks(string pass)
    {
        bool changed = false;
        foreach (Graph graph in Networks.All) changed |= Keeps(graph, pass);
        Assert.True(changed, $"{pass} changed none of the networks, so that nothing was tested.");
    }

    [Fact]
    public void Every_pass_keeps_the_results_of_random_graphs()
    {
        var random = new Random(5);
        for (int i = 0; i < 60; i++) Keeps(RandomGraph.Create(random, $"Random{i}"), null);
        for (int i = 0; i < 60; i++) Keeps(RandomGraph.CreateWithNorms(random, $"Norms{i}"), null);
    }

    [Fact]
    public void Every_pass_keeps_the_taps_of_random_graphs()
    {
        var random = new Random(6);
        for (int i = 0; i < 120; i++) Keeps(RandomGraph.WithTaps(random, RandomGraph.Create(random, $"Random{i}")), null);
    }

    [Theory]
    [MemberData(nameof(Passes))]
    public void Keeps_a_tap_at_every_value_of_building_blocks(string pass)
    {
        foreach (Graph graph in Networks.All)
        {
            foreach (Node node in graph.Nodes) Keeps(graph with { Taps = [new GraphTap("Tap", node.Id)] }, pass);
            Keeps(graph with { Taps = [.. graph.Nodes.Select(node => new GraphTap($"Tap{node.Id}", node.Id))] }, pass);
        }
    }

    /// <summary>A pass that only one target wants is another than one of the same kind that all want.</summary>
    private static string Name(IRewritePass pass) =>
        pass is OnlyFor only ? $"{only.Pass.GetType().Name} for {only.Target}" : pass.GetType().Name;

    /// <returns>Whether the pass of that name changed the graph.</returns>
    private static bool Keeps(Graph graph, string? only)
    {
        IEnumerable<IRewritePass> passes = RewritePipeline.Passes.Where(pass => only is null || Name(pass) == only);
        return passes.Select(pass => (pass as OnlyFor)?.Target).Distinct().Aggregate(
            false, (changed, target) => Keeps(graph, only, target) || changed);
    }

    private static bool Keeps(Graph graph, string? only, string? target)
    {
        StateDict weights = RandomWeights.Of(graph, 3);
        var random = new Random(4);
        var inputs = graph.Inputs.ToDictionary(
            node => ((Input)node.Operation).Name, node =>
                Enumerable.Range(0, (int)node.Shape.Elements).Select(_ => random.NextDouble() * 2 - 1).ToArray());
        IReadOnlyDictionary<string, double[]> Run(Graph rewritten)
        {
            IReadOnlyList<ReferenceTensor> values = ReferenceInterpreter.RunAll(
                rewritten, name => Array.ConvertAll(weights[name].Values.ToArray(), value => (double)value), inputs);
            return rewritten.Outputs.Select(output => (output.Name, output.Node)).Concat(rewritten.Taps.Select(tap => (tap.Name, tap.Node)))
                .ToDictionary(shown => shown.Name, shown => values[shown.Node].Values);
        }
        var expected = Run(graph);
        string before = GraphText.Print(graph);
        bool changed = false;
        RewritePipeline.Run(graph, new FusionNotes(), (pass, rewritten) =>
        {
            string name = Name(pass), after = GraphText.Print(rewritten);
            if (before != after && (only is null || only == name))
            {
                changed = true;
                GraphVerifier.Check(rewritten);
                Assert.Equal(graph.Taps.Select(tap => tap.Name), rewritten.Taps.Select(tap => tap.Name));
                foreach (var (output, values) in Run(rewritten)) Close(expected[output], values, $"{name}, output '{output}':\n{after}");
            }
            before = after;
        }, target);
        return changed;
    }

    private static void Close(double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Select(Math.Abs).DefaultIfEmpty().Max();
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-11 * largest,
                $"Element {i} is {actual[i]:R}; {expected[i]:R} was expected. {what}");
    }
}
