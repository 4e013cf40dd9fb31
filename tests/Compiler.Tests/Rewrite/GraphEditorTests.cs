using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Rewrite;

/// <summary>Changes to a graph: who reads what at every moment, what lives, and in which order nodes stand.</summary>
public sealed class GraphEditorTests
{
    private readonly GraphEditor _graph = new(GraphNotation.Read(
        """
        x = Input (4)
        unread = Input (3)
        a = Relu x
        b = Sigmoid a
        c = Tanh a
        d = Add b, c
        output d
        output e = b
        """));

    [Fact]
    public void Unchanged_graph_is_the_same() => Gives("""
        x = Input (4)
        unread = Input (3)
        a = Relu x
        b = Sigmoid a
        c = Tanh a
        d = Add b, c
        output d
        output e = b
        """);

    [Fact]
    public void Readers_are_those_that_live()
    {
        Assert.Equal(["b", "c"], Readers("a"));
        _graph.Replace(Node("c"), Node("b"));
        Assert.Equal(["b"], Readers("a"));
        Assert.Equal(["d", "d"], Readers("b"));
        Assert.Null(_graph.OnlyConsumer(Node("b")));
        Gives("""
            x = Input (4)
            unread = Input (3)
            a = Relu x
            b = Sigmoid a
            d = Add b, b
            output d
            output e = b
            """);
    }

    [Fact]
    public void Result_passes_to_the_replacement()
    {
        EditableNode d = Node("d"), a = Node("a");
        Assert.True(_graph.IsOutput(d));
        _graph.Replace(d, a);
        Assert.True(_graph.IsOutput(a));
        Assert.False(_graph.IsOutput(d));
        // What only the old result read is dead, and reads nothing.
        Assert.Equal(["b"], Readers("a"));
        Assert.Equal(["x", "unread", "a", "b"], _graph.Nodes.Select(node => node.Name));
        Assert.Null(_graph.OnlyConsumer(a));
    }

    [Fact]
    public void Replacement_may_read_what_it_replaces()
    {
        EditableNode a = Node("a");
        EditableNode twice = _graph.Add(new Silu(), [a], a, 0.5);
        _graph.Replace(a, twice);
        Assert.Same(twice, _graph.OnlyConsumer(a));
        Assert.Equal(["b", "c"], _graph.Consumers(twice).Select(node => node.Name));
        Gives("""
            x = Input (4)
            unread = Input (3)
            a = Relu x
            a#2 = Silu a
            b = Sigmoid a#2
            c = Tanh a#2
            d = Add b, c
            output d
            output e = b
            """);
    }

    [Fact]
    public void Added_nodes_are_no_readers_until_somebody_needs_them()
    {
        EditableNode added = _graph.Add(new Silu(), [Node("a")], Node("d"), -0.5);
        _graph.Set(added, new Mish(), [Node("x")]);
        Assert.Equal(["a"], Readers("x"));
        Assert.DoesNotContain(added, _graph.Nodes);
        _graph.Set(Node("c"), new Add(), [Node("a"), added]);
        Assert.Equal(["a", "d"], Readers("x"));
        Assert.Contains(added, _graph.Nodes);
    }

    [Fact]
    public void Added_nodes_follow_a_replacement()
    {
        EditableNode added = _graph.Add(new Silu(), [Node("a")], Node("b"), -0.5);
        _graph.Replace(Node("a"), Node("x"));
        Assert.Same(Node("x"), added.Inputs[0]);
    }

    [Fact]
    public void Offset_says_where_a_node_stands()
    {
        EditableNode before = _graph.Add(new Silu(), [Node("x")], Node("b"), -0.25);
        EditableNode after = _graph.Add(new Mish(), [Node("x")], Node("b"), 0.25);
        _graph.Set(Node("d"), new Concat(), [Node("b"), after, before]);
        Assert.Equal(["Input", "Input", "Relu", "Silu", "Sigmoid", "Mish", "Concat"], _graph.Nodes.Select(node => node.Operation.Kind));
        Assert.Equal(["b", "b"], new[] { before.Name, after.Name });
    }

    [Fact]
    public void Every_pass_is_shown_with_its_graph()
    {
        var passes = new List<IRewritePass>();
        Graph last = RewritePipeline.Run(Kernels.Tests.Support.Networks.MbConv, new FusionNotes(), (pass, _) => passes.Add(pass));
        Assert.Equal(RewritePipeline.For(null, RewritePipeline.Passes), passes);
        Assert.Equal(last, RewritePipeline.Run(Kernels.Tests.Support.Networks.MbConv, new FusionNotes()));
    }

    [Theory]
    [InlineData("a = Conv x, outputs: 6, kernel: 3, groups: 2 | b = Relu a | output b")]
    [InlineData("a = DepthwiseConv x, kernel: 3 | b = Relu a | p = GlobalAveragePool b | c = Linear p, outputs: 5 | output c")]
    [InlineData("a = Conv x, outputs: 6, kernel: 3 | b = Conv x, outputs: 6, kernel: 5 | s = Add a, b | m = Multiply s, a | output m")]
    public void Fused_graph_does_the_same_work(string body)
    {
        Graph graph = GraphNotation.Read("x = Input (5, 6, 8)\n" + body.Replace(" | ", "\n"));
        Graph fused = RewritePipeline.Run(graph, new FusionNotes());
        Assert.True(graph.MultiplyAdds > 0);
        Assert.Equal((graph.MultiplyAdds, graph.ParameterCount), (fused.MultiplyAdds, fused.ParameterCount));
    }

    [Fact]
    public void Open_bias_is_a_bias()
    {
        Assert.True(new ConvolutionPart(new Linear("a", 3)).HasBias);
        Assert.False(new ConvolutionPart(new Linear("a", 3, false)).HasBias);
        Assert.True(new ConvolutionPart(new Conv("a", 3, [], [], [], [])).HasBias);
        Assert.False(new ConvolutionPart(new Conv("a", 3, [], [], [], [], 1, false)).HasBias);
    }

    [Theory]
    [InlineData(4, 4, 4, true)]
    [InlineData(4, 4, 8, false)]
    [InlineData(4, 2, 4, false)]
    [InlineData(1, 1, 1, false)]
    public void Depthwise_is_one_filter_a_channel(int inputs, int groups, int outputs, bool isDepthwise) => Assert.Equal(isDepthwise,
        PackedConvolution.From(new Conv("a", outputs, [3], [1], [1], [1], groups, true)).IsDepthwise(inputs));

    private EditableNode Node(string name) => _graph.Nodes.Single(node => node.Name == name);

    private IEnumerable<string> Readers(string name) => _graph.Consumers(Node(name)).Select(node => node.Name);

    private void Gives(string text) => Assert.Equal(text.ReplaceLineEndings("\n"), GraphNotation.Write(_graph.Build()));
}
