using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Rewrite;

/// <summary>The squeeze of a 1×1 convolution that it gates is taken from the convolution's input.</summary>
public sealed class SqueezeThroughLinearTests
{
    private const string Gate =
        " | p = GlobalAveragePool a | q = Linear p, outputs: 3 | r = Relu q | s = Linear r, outputs: 6 | g = Sigmoid s";

    [Fact]
    public void Mean_of_the_convolution_is_the_convolution_of_the_mean() => Rewriting.Gives<SqueezeThroughLinear>(
        """
        x = Input (5, 4, 8)
        a = Conv x, outputs: 6, kernel: 1
        n = BatchNorm a
        p = GlobalAveragePool n
        q = Linear p, outputs: 3
        r = Relu q
        s = Linear r, outputs: 6
        g = Sigmoid s
        m = Multiply n, g
        output m
        """,
        """
        x = Input (5, 4, 8)
        a = PackedConvolution x, parts: "Conv a → BatchNorm n"
        p = GlobalPool x, mode: Average
        p#2 = PackedConvolution p, parts: "Conv a → BatchNorm n"
        q = PackedConvolution p#2, parts: "Linear q"
        r = Relu q
        s = PackedConvolution r, parts: "Linear s"
        g = Sigmoid s
        m = Multiply a, g
        output m
        """);

    [Theory]
    [InlineData("a = Conv x, outputs: 6, kernel: 3")]
    [InlineData("a = Conv x, outputs: 6, kernel: 1, stride: 2")]
    [InlineData("a = Conv x, outputs: 6, kernel: 1, padding: 1")]
    [InlineData("a = Conv x, outputs: 6, kernel: 1, groups: 2")]
    public void Other_convolutions_are_squeezed_behind(string convolution) => Rewriting.Leaves<SqueezeThroughLinear>(
        Text(convolution + Gate + " | m = Multiply g, a | output m"),
        "a: the squeeze is not taken through the convolution, because it is not an unstrided 1×1.");

    /// <summary>20 positions of 6 channels are 240 numbers to write and to read again; with 40 inputs, weights are no more.</summary>
    [Fact]
    public void Weights_are_not_read_twice_where_the_result_is_smaller()
    {
        static string Block(int inputs) =>
            $"x = Input (5, 4, {inputs})\na = Conv x, outputs: 6, kernel: 1{Gate} | m = Multiply g, a | output m".Replace(" | ", "\n");
        static bool IsThrough(Graph graph) =>
            graph.Nodes.Any(node => node.Operation is GlobalPool or Fused { Core: GlobalPool } && node.Inputs[0] == 0);
        Assert.True(IsThrough(Rewriting.After<SqueezeThroughLinear>(Block(40)).Graph));
        Rewriting.Leaves<SqueezeThroughLinear>(Block(41), "a: the squeeze is not taken through the convolution, because its 246 weights "
            + "would be read again, which are more than its 120 results twice.");
        // Where a kernel more costs more than that, they are.
        var notes = new FusionNotes();
        Assert.True(IsThrough(RewritePipeline.Run(GraphNotation.Read(Block(41)), notes, "Gpu")));
        Assert.DoesNotContain(notes.Lines, line => line.Contains("through the convolution", StringComparison.Ordinal));
    }

    [Theory]
    // The mean itself is a result.
    [InlineData("a = Conv x, outputs: 6, kernel: 1" + Gate + " | m = Multiply g, a | output m | output p")]
    // Nothing is gated, or by something else.
    [InlineData("a = Conv x, outputs: 6, kernel: 1" + Gate + " | m = Add g, a | output m")]
    [InlineData("a = Conv x, outputs: 6, kernel: 1" + Gate + " | m = Multiply v, a | output m | output g")]
    [InlineData("a = Conv x, outputs: 6, kernel: 1" + Gate + " | m = Multiply a, a | output m | output g")]
    // It is no convolution, or no mean.
    [InlineData("a = Softmax z" + Gate + " | m = Multiply g, a | output m")]
    [InlineData("a = Conv x, outputs: 6, kernel: 1 | p = GlobalMaxPool a | g = Sigmoid p | m = Multiply g, a | output m")]
    [InlineData("a = Conv x, outputs: 6, kernel: 1 | p = GlobalSumPool a | g = Sigmoid p | m = Multiply g, a | output m")]
    [InlineData("a = Conv w, outputs: 6, kernel: 1" + Gate + " | m = Multiply g, a | output m")]
    public void Nothing_to_take_through(string body) => Rewriting.Leaves<SqueezeThroughLinear>(Text(body));

    [Fact]
    public void Gate_may_lie_some_operations_away_but_not_any_number()
    {
        string Links(int count) => string.Concat(Enumerable.Range(1, count).Select(i => $"r{i} = Relu r{i - 1} | "));
        string Chain(int length) => Text($"a = Conv x, outputs: 6, kernel: 1 | p = GlobalAveragePool a | r0 = Relu p | {Links(length - 1)}"
            + $"m = Multiply a, r{length - 1} | output m");
        Graph graph = Rewriting.After<SqueezeThroughLinear>(Chain(12)).Graph;
        Assert.Contains(graph.Nodes, node => node.Operation is GlobalPool && node.Inputs[0] == 0);
        Rewriting.Leaves<SqueezeThroughLinear>(Chain(13));
    }

    private static string Text(string body) =>
        "x = Input (5, 4, 8)\nz = Input (5, 4, 6)\nw = Input (1, 1, 6)\nv = Input (6)\n" + body.Replace(" | ", "\n");
}
