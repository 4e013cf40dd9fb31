using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Tests.Rewrite;

/// <summary>Element-wise operations go into the kernel that makes their input; the others become kernels of their own.</summary>
public sealed class FuseEpiloguesTests
{
    [Fact]
    public void Convolution_takes_a_chain_of_operations() => Rewriting.Gives<FuseEpilogues>(
        """
        x = Input (6, 5, 4)
        y = Input (6, 5, 7)
        v = Input (7)
        a = Conv x, outputs: 7, kernel: 3
        b = Relu a
        c = PRelu b
        d = BatchNorm c
        e = Add y, d
        f = Multiply e, v
        g = LeakyRelu f, slope: 0.2
        output g
        """,
        """
        x = Input (6, 5, 4)
        y = Input (6, 5, 7)
        v = Input (7)
        a = Fused x, y, v, core: PackedConvolution, parts: "Conv a", kernel: (1, 3, 3), padding: (0, 1, 1), then: Relu, then: "PRelu(c)",
            then: "BatchNorm(d, 1E-05)", then: Add, then: Multiply, then: "LeakyRelu(0.2)"
        output g = a
        """);

    [Theory]
    [InlineData("MaxPool x, kernel: 2")]
    [InlineData("AveragePool x, kernel: 2")]
    [InlineData("GlobalAveragePool x")]
    [InlineData("Upsample x, scale: 2")]
    [InlineData("Linear x, outputs: 3")]
    public void Kernels_that_take_an_epilogue(string core)
    {
        var (graph, notes) = Rewriting.After<FuseEpilogues>($"x = Input (6, 4, 8)\na = {core}\nb = Relu a\noutput b");
        Assert.Empty(notes);
        var fused = Assert.IsType<Fused>(graph.Nodes[^1].Operation);
        Assert.Equal(2, graph.Nodes.Count);
        Assert.Equal([new Relu()], fused.Epilogue);
        Assert.Equal("a", graph.Nodes[^1].Name);
    }

    [Theory]
    [InlineData("Softmax x", "Softmax")]
    [InlineData("Concat x, x", "Concat")]
    [InlineData("Slice x, start: 1, count: 2", "Slice")]
    public void Kernels_that_take_none(string core, string kind)
    {
        var (graph, notes) = Rewriting.After<FuseEpilogues>($"x = Input (6, 4, 8)\na = {core}\nb = Relu a\noutput b");
        Assert.Equal([$"b: Relu is a pass of its own, because {kind} takes no epilogue."], notes);
        var fused = Assert.IsType<Fused>(graph.Nodes[^1].Operation);
        Assert.IsType<Copy>(fused.Core);
        Assert.Equal("b", graph.Nodes[^1].Name);
    }

    [Fact]
    public void Pass_of_its_own_takes_what_follows_and_keeps_the_first_name() => Rewriting.Gives<FuseEpilogues>(
        """
        x = Input (6, 5, 4)
        a = Relu x
        b = BatchNorm a
        _1 = Sigmoid b
        output _1
        """,
        """
        x = Input (6, 5, 4)
        b = Fused x, core: Copy, then: Relu, then: "BatchNorm(b, 1E-05)", then: Sigmoid
        output _1 = b
        """,
        "a: Relu is a pass of its own, because its input is an input of the network.");

    [Fact]
    public void Last_kernel_takes_the_sum() => Rewriting.Gives<FuseEpilogues>(
        """
        x = Input (6, 5, 4)
        y = Input (6, 5, 4)
        a = Conv x, outputs: 7, kernel: 3
        b = Conv y, outputs: 7, kernel: 3
        s = Add a, b
        output s
        """,
        """
        x = Input (6, 5, 4)
        y = Input (6, 5, 4)
        a = Fused x, core: PackedConvolution, parts: "Conv a", kernel: (1, 3, 3), padding: (0, 1, 1)
        b = Fused y, a, core: PackedConvolution, parts: "Conv b", kernel: (1, 3, 3), padding: (0, 1, 1), then: Add
        output s = b
        """);

    [Fact]
    public void Kernel_whose_result_is_read_elsewhere_does_not_take_the_sum() => Rewriting.Gives<FuseEpilogues>(
        """
        x = Input (6, 5, 4)
        y = Input (6, 5, 4)
        a = Conv x, outputs: 7, kernel: 3
        b = Conv y, outputs: 7, kernel: 3
        s = Add a, b
        output s
        output b
        """,
        """
        x = Input (6, 5, 4)
        y = Input (6, 5, 4)
        b = Fused y, core: PackedConvolution, parts: "Conv b", kernel: (1, 3, 3), padding: (0, 1, 1)
        a = Fused x, b, core: PackedConvolution, parts: "Conv a", kernel: (1, 3, 3), padding: (0, 1, 1), then: Add
        output s = a
        output b
        """);

    [Fact]
    public void Gate_does_not_take_the_product() => Rewriting.Gives<FuseEpilogues>(
        """
        x = Input (6, 5, 4)
        y = Input (6, 5, 7)
        a = GlobalAveragePool x
        b = Linear a, outputs: 7
        m = Multiply b, y
        output m
        """,
        """
        x = Input (6, 5, 4)
        y = Input (6, 5, 7)
        a = Fused x, core: GlobalPool, mode: Average
        b = Fused a, core: PackedConvolution, parts: "Linear b"
        m = Fused y, b, core: Copy, then: Multiply
        output m
        """,
        "m: Multiply is a pass of its own, because its input is an input of the network.");

    [Theory]
    [InlineData("a = Conv x, outputs: 4, kernel: 3 | b = Relu a | output b | output a", "b: Relu", "its input is read elsewhere, too")]
    [InlineData("a = Conv x, outputs: 4, kernel: 3 | b = Relu a | c = Softmax a | output b | output c",
        "b: Relu", "its input is read elsewhere, too")]
    [InlineData("a = Conv x, outputs: 4, kernel: 3 | c = Softmax x | b = Add a, c | output b | output a",
        "b: Add", "its input is read elsewhere, too")]
    [InlineData("a = Softmax x | b = Add a, x | output b", "b: Add", "its input is an input of the network")]
    [InlineData("a = Softmax x | b = Multiply a, a | output b", "b: Multiply", "its input is read elsewhere, too")]
    [InlineData("a = Softmax x | c = Softmax v | b = Add c, a | output b", "b: Add", "Softmax takes no epilogue")]
    public void Passes_of_their_own_say_why(string body, string node, string why)
    {
        var (graph, notes) = Rewriting.After<FuseEpilogues>("x = Input (6, 5, 4)\nv = Input (4)\n" + body.Replace(" | ", "\n"));
        Assert.Equal([$"{node} is a pass of its own, because {why}."], notes);
        Assert.Contains(graph.Nodes, node => node.Operation is Fused { Core: Copy });
    }

    [Fact]
    public void Value_that_is_added_to_itself_is_read_twice() => Rewriting.Gives<FuseEpilogues>(
        """
        x = Input (6, 5, 4)
        a = Conv x, outputs: 4, kernel: 3
        b = Add a, a
        output b
        """,
        """
        x = Input (6, 5, 4)
        a = Fused x, core: PackedConvolution, parts: "Conv a", kernel: (1, 3, 3), padding: (0, 1, 1)
        b = Fused a, a, core: Copy, then: Add
        output b
        """,
        "b: Add is a pass of its own, because its input is read elsewhere, too.");

    [Fact]
    public void Vector_on_the_left_is_the_operand() => Rewriting.Gives<FuseEpilogues>(
        """
        x = Input (6, 5, 4)
        v = Input (4)
        b = Multiply v, x
        output b
        """,
        """
        x = Input (6, 5, 4)
        v = Input (4)
        b = Fused x, v, core: Copy, then: Multiply
        output b
        """,
        "b: Multiply is a pass of its own, because its input is an input of the network.");
}
