using Fusion.Compiler.Rewrite;
using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Transposed convolutions: one convolution for each phase of the positions.</summary>
public sealed class TransposedTests
{
    [Fact]
    public void Kernels_strides_and_paddings()
    {
        var graphs = new List<Graph>();
        foreach (var (kernel, stride) in new[] { (1, 1), (3, 1), (1, 2), (2, 2), (3, 2), (4, 2), (5, 2), (2, 3), (4, 3) })
            foreach (int padding in Enumerable.Range(0, (kernel + 1) / 2))
                graphs.Add(Single([kernel, kernel], [stride, stride], [1, 1], [padding, padding], [stride - 1, 0], 5, 7, 5, 19));
        Check.Graphs(graphs, _ => 40);
    }

    [Fact]
    public void Ranks_groups_and_dilations() => Check.Graphs(
    [
        Single([4], [2], [1], [1], [0], 9, 1, 6, 20),
        Single([3, 3], [2, 2], [2, 2], [2, 2], [1, 1], 5, 4, 17, 33),
        Single([3, 3], [2, 1], [3, 1], [1, 1], [2, 0], 5, 4, 8, 4),
        Single([3, 5], [2, 3], [1, 2], [1, 3], [0, 1], 4, 5, 12, 20, groups: 4),
        Single([2, 2], [2, 2], [1, 1], [0, 0], [0, 0], 4, 5, 18, 18, groups: 18),
        Single([3, 3], [2, 2], [1, 1], [1, 1], [1, 1], 4, 5, 6, 4, groups: 2),
        Single([8, 8], [8, 8], [1, 1], [0, 0], [0, 0], 2, 3, 5, 3),
        Build.Graph("Frames", g => g.Output("y", g.Add(
            new ConvTranspose("up", 7, [2, 3, 2], [2, 2, 1], [1, 1, 1], [0, 1, 0], [0, 1, 0], 1, true), g.Input("x", 2, 3, 4, 5)))),
    ], _ => 40);

    /// <summary>A norm goes into the weights, activations and sums into each phase's epilogue.</summary>
    [Fact]
    public void Takes_what_follows()
    {
        Graph[] graphs =
        [
            Build.Graph("Norm", g => g.Output("y", g.Add(new Relu(), g.Add(new BatchNorm("n"), Up(g, g.Input("x", 4, 5, 6), 20))))),
            Build.Graph("Skip", g => g.Output("y", g.Add(new Silu(), g.Add(
                new Add(), Up(g, g.Input("x", 4, 5, 6), 20), g.Conv(g.Input("skip", 8, 10, 3), 20, 3))))),
            Build.Graph("Concat", g => g.Output("y", g.Conv(g.Add(
                new Concat(), Up(g, g.Input("x", 4, 5, 6), 19), g.Conv(g.Input("skip", 8, 10, 3), 5, 3)), 8, 3))),
        ];
        Check.Graphs(graphs, _ => 40);
        foreach (Graph graph in graphs)
        {
            var notes = new FusionNotes();
            RewritePipeline.Run(graph, notes);
            Assert.Empty(notes.Lines);
        }
    }

    internal static int Up(Build builder, int x, int outputs) =>
        builder.Add(new ConvTranspose("up", outputs, [2, 2], [2, 2], [1, 1], [0, 0], [0, 0], 1, true), x);

    internal static Graph Single(
        int[] kernel, int[] stride, int[] dilation, int[] padding, int[] outputPadding, int height, int width, int inputs, int outputs,
        int groups = 1)
    {
        var layer = new ConvTranspose("up", outputs, [.. kernel], [.. stride], [.. dilation], [.. padding], [.. outputPadding], groups,
            true);
        return kernel.Length == 1 ? Build.Single(layer, height, inputs) : Build.Single(layer, height, width, inputs);
    }
}
