using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Rewrite;

/// <summary>Convolutions and linear layers of every rank take one form.</summary>
public sealed class PackConvolutionsTests
{
    [Fact]
    public void Sizes_are_filled_up_to_three_axes() => Rewriting.Gives<PackConvolutions>(
        """
        v = Input (6)
        s = Input (9, 6)
        i = Input (9, 8, 6)
        t = Input (5, 9, 8, 6)
        a = Conv v, outputs: 3, kernel: 1
        b = Conv s, outputs: 4, kernel: 3, stride: 2, padding: 2
        c = Conv i, outputs: 5, kernel: (3, 2), stride: (1, 2), dilation: (2, 1), padding: (0, 1), groups: 1
        d = Conv t, outputs: 6, kernel: (2, 3, 1), stride: (2, 1, 3), dilation: (1, 2, 1), padding: (1, 0, 2), groups: 3
        e = DepthwiseConv i, kernel: 3
        f = Linear v, outputs: 7, bias: false
        g = Linear i, outputs: 7
        output a
        output b
        output c
        output d
        output e
        output f
        output g
        """,
        """
        v = Input (6)
        s = Input (9, 6)
        i = Input (9, 8, 6)
        t = Input (5, 9, 8, 6)
        a = PackedConvolution v, parts: "Conv a"
        b = PackedConvolution s, parts: "Conv b", kernel: (1, 1, 3), stride: (1, 1, 2), padding: (0, 0, 2)
        c = PackedConvolution i, parts: "Conv c", kernel: (1, 3, 2), stride: (1, 1, 2), dilation: (1, 2, 1), padding: (0, 0, 1)
        d = PackedConvolution t, parts: "Conv d", kernel: (2, 3, 1), stride: (2, 1, 3), dilation: (1, 2, 1), padding: (1, 0, 2), groups: 3
        e = PackedConvolution i, parts: "Conv e", kernel: (1, 3, 3), padding: (0, 1, 1), groups: 6
        f = PackedConvolution v, parts: "Linear f"
        g = PackedConvolution i, parts: "Linear g"
        output a
        output b
        output c
        output d
        output e
        output f
        output g
        """);

    [Fact]
    public void Other_operations_stay() => Rewriting.Leaves<PackConvolutions>(
        """
        x = Input (4, 5, 3)
        a = BatchNorm x
        b = MaxPool a, kernel: 2
        output b
        """);

    [Fact]
    public void Pointwise_convolution_takes_a_value_without_axes()
    {
        Graph graph = GraphNotation.Read("v = Input (6)\na = Conv v, outputs: 5, kernel: 1\noutput a");
        Rewriting.Computes(graph, RewritePipeline.Run(graph, new FusionNotes()));
    }
}
