using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Tests.Rewrite;

/// <summary>A convolution sums its own results for the pooling that reads them.</summary>
public sealed class FuseSqueezeTests
{
    [Theory]
    [InlineData("Average")]
    [InlineData("Sum")]
    public void Sums_are_taken_after_the_epilogue(string mode) => Rewriting.Gives<FuseSqueeze>(
        $"""
        x = Input (6, 5, 4)
        a = Conv x, outputs: 7, kernel: 3
        b = Relu a
        p = Global{mode}Pool b
        output p
        """,
        $"""
        x = Input (6, 5, 4)
        a = Fused x, core: PackedConvolution, parts: "Conv a", kernel: (1, 3, 3), padding: (0, 1, 1), then: Relu, squeeze: true
        p = SqueezeResult a, mode: {mode}
        output p
        """);

    [Fact]
    public void Epilogue_of_the_pooling_is_a_pass_over_its_result() => Rewriting.Gives<FuseSqueeze>(
        """
        x = Input (6, 5, 4)
        v = Input (7)
        a = Conv x, outputs: 7, kernel: 3
        p = GlobalAveragePool a
        s = Add p, v
        r = Relu s
        output r
        output a
        """,
        """
        x = Input (6, 5, 4)
        v = Input (7)
        a = Fused x, core: PackedConvolution, parts: "Conv a", kernel: (1, 3, 3), padding: (0, 1, 1), squeeze: true
        p = SqueezeResult a, mode: Average
        p#2 = Fused p, v, core: Copy, then: Add, then: Relu
        output r = p#2
        output a
        """);

    [Fact]
    public void Depthwise_convolution_sums_too() => Rewriting.Gives<FuseSqueeze>(
        """
        x = Input (6, 5, 4)
        a = DepthwiseConv x, kernel: 3
        p = GlobalAveragePool a
        output p
        """,
        """
        x = Input (6, 5, 4)
        a = Fused x, core: PackedConvolution, parts: "Conv a", kernel: (1, 3, 3), padding: (0, 1, 1), groups: 4, squeeze: true
        p = SqueezeResult a, mode: Average
        output p
        """);

    private const string Note = "p: GlobalPool is a pass of its own, because no convolution without groups makes its input.";

    [Theory]
    [InlineData("p = GlobalAveragePool x", Note)]
    [InlineData("a = MaxPool x, kernel: 2 | p = GlobalAveragePool a", Note)]
    [InlineData("a = Conv x, outputs: 6, kernel: 3, groups: 2 | p = GlobalAveragePool a", Note)]
    [InlineData("a = Conv x, outputs: 8, kernel: 3, groups: 4 | p = GlobalAveragePool a", Note)]
    [InlineData("a = Conv x, outputs: 7, kernel: 3 | p = GlobalMaxPool a")]
    [InlineData("a = Conv v, outputs: 7, kernel: 1 | p = GlobalAveragePool a")]
    public void Pooling_stays_a_pass(string body, params string[] notes) =>
        Rewriting.Leaves<FuseSqueeze>($"x = Input (6, 5, 4)\nv = Input (1, 1, 4)\n{body.Replace(" | ", "\n")}\noutput p", notes);
}
