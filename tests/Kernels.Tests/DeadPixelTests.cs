using Fusion.Compiler.Rewrite;
using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Which pixels are skipped, and which must not be.</summary>
public sealed class DeadPixelTests
{
    [Fact]
    public void Convolution_takes_the_stride_of_its_only_readers()
    {
        Graph graph = Build.Graph("Chain", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 9, 12, 4), 16, 3);
            g.Output("y", g.Concat(g.ConvNorm(x, 8, 1, stride: 2), g.ConvNorm(x, 8, 1, stride: 2)));
        });
        Assert.Equal([(3, 2), (1, 1), (1, 1)], Convolutions(graph));
        Check.Graph(graph, 3 * 36);
    }

    [Fact]
    public void Stride_moves_through_a_sum_and_the_shortcut_is_copied()
    {
        // The shortcut is read in full by the convolution, so only what is added is cut down.
        Graph graph = Build.Graph("Residual", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 8, 7, 4), 16, 1);
            int y = g.Relu(g.Sum(g.ConvNorm(x, 16, 3), x));
            g.Output("y", g.ConvNorm(y, 8, 1, stride: 2));
        });
        Assert.Equal([(1, 1), (3, 2), (1, 1)], Convolutions(graph));
        Assert.Single(Rewritten(graph).Nodes, node => node.Operation is Subsample);
        Check.Graph(graph, 3 * 144);
    }

    [Theory]
    [InlineData("output")]
    [InlineData("reader")]
    [InlineData("stride")]
    [InlineData("kernel")]
    [InlineData("pool")]
    public void Pixels_that_somebody_reads_stay(string why)
    {
        Graph graph = Build.Graph(why, g =>
        {
            int x = g.Input("x", 8, 8, 4);
            x = why == "pool" ? g.MaxPool(x, 3, 1, 1) : g.ConvNormRelu(x, 16, 3);
            g.Output("y", g.ConvNorm(x, 8, why == "kernel" ? 3 : 1, stride: 2));
            if (why == "output") g.Output("x2", x);
            if (why == "reader") g.Output("z", g.Mean(x));
            if (why == "stride") g.Output("z", g.ConvNorm(x, 8, 1, stride: 3));
        });
        int[] strides = [.. Convolutions(graph).Select(convolution => convolution.Stride)];
        Assert.Equal(why switch { "pool" => [2], "stride" => [1, 2, 3], _ => [1, 2] }, strides);
        Check.Graph(graph, 2 * 144);
    }

    private static Graph Rewritten(Graph graph)
    {
        var editor = new GraphEditor(graph);
        new SkipDeadPixels().Apply(editor, new FusionNotes());
        return editor.Build();
    }

    private static List<(int Kernel, int Stride)> Convolutions(Graph graph) =>
        [.. Rewritten(graph).Nodes.Select(node => node.Operation).OfType<Conv>().Select(conv => (conv.Kernel[0], conv.Stride[0]))];
}
