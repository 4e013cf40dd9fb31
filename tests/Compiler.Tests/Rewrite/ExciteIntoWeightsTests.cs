using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Tests.Rewrite;

/// <summary>A gate scales the weights of the 1×1 convolution that alone reads the gated value.</summary>
public sealed class ExciteIntoWeightsTests
{
    [Theory]
    [InlineData("r, g")]
    [InlineData("g, r")]
    public void Gate_scales_the_weights_of_the_next_layer(string operands) => Rewriting.Gives<ExciteIntoWeights>(
        $"""
        x = Input (5, 4, 8)
        g = Input (8)
        r = Relu x
        m = Multiply {operands}
        a = Conv m, outputs: 19, kernel: 1
        n = BatchNorm a
        output n
        """,
        """
        x = Input (5, 4, 8)
        g = Input (8)
        r = Relu x
        a = PackedConvolution r, g, parts: "Conv a → BatchNorm n", scaledByGate: true
        output n = a
        """);

    private const string Gated = "r = Relu x | m = Multiply r, g | ";
    private const string NotPlain =
        "m: the gate does not scale the weights of the next layer, because that is not a plain 1×1 convolution.";

    [Theory]
    [InlineData("a = Conv m, outputs: 6, kernel: 3, padding: 0 | output a", NotPlain)]
    [InlineData("a = Conv m, outputs: 6, kernel: 1, groups: 2 | output a", NotPlain)]
    [InlineData("a = Conv m, outputs: 6, kernel: 1, padding: 1 | output a", NotPlain)]
    [InlineData("n = BatchNorm m | a = Conv n, outputs: 6, kernel: 1 | output a", NotPlain)]
    [InlineData("a = Conv m, outputs: 20, kernel: 1 | output a",
        "m: the gate scales the value, not the next layer's weights: 20 pixels are fewer than 20 outputs.")]
    public void Layers_that_do_not_take_the_gate(string body, string note) => Rewriting.Leaves<ExciteIntoWeights>(Text(Gated + body), note);

    [Theory]
    // Somebody else reads the product.
    [InlineData(Gated + "a = Conv m, outputs: 6, kernel: 1 | output a | output m")]
    [InlineData(Gated + "a = Conv m, outputs: 6, kernel: 1 | b = Relu m | output a | output b")]
    [InlineData(Gated + "a = Relu m | output a")]
    // No gate, or no product.
    [InlineData("m = Multiply x, x | a = Conv m, outputs: 6, kernel: 1 | output a")]
    [InlineData("m = Add x, g | a = Conv m, outputs: 6, kernel: 1 | output a")]
    [InlineData("h = Relu g | m = Multiply g, h | a = Linear m, outputs: 6 | output a")]
    // The product goes into the convolution before it.
    [InlineData("c = Conv x, outputs: 8, kernel: 3 | m = Multiply c, g | a = Conv m, outputs: 6, kernel: 1 | output a")]
    public void Nothing_to_scale(string body) => Rewriting.Leaves<ExciteIntoWeights>(Text(body));

    [Fact]
    public void Convolution_that_is_read_elsewhere_does_not_take_the_product() => Rewriting.Gives<ExciteIntoWeights>(
        """
        x = Input (5, 4, 8)
        g = Input (8)
        c = Conv x, outputs: 8, kernel: 3
        m = Multiply c, g
        a = Conv m, outputs: 6, kernel: 1
        output a
        output c
        """,
        """
        x = Input (5, 4, 8)
        g = Input (8)
        c = PackedConvolution x, parts: "Conv c", kernel: (1, 3, 3), padding: (0, 1, 1)
        a = PackedConvolution c, g, parts: "Conv a", scaledByGate: true
        output a
        output c
        """);

    [Fact]
    public void Weights_are_scaled_once() => Rewriting.Gives<ExciteIntoWeights>(
        """
        x = Input (5, 4, 8)
        g = Input (8)
        h = Input (8)
        k = Multiply x, h
        m = Multiply k, g
        a = Conv m, outputs: 6, kernel: 1
        output a
        """,
        """
        x = Input (5, 4, 8)
        g = Input (8)
        h = Input (8)
        k = Multiply x, h
        a = PackedConvolution k, g, parts: "Conv a", scaledByGate: true
        output a
        """);

    [Fact]
    public void One_pixel_has_no_gate() => Rewriting.Leaves<ExciteIntoWeights>(
        """
        x = Input (1, 1, 8)
        g = Input (8)
        m = Multiply x, g
        a = Conv m, outputs: 6, kernel: 1
        output a
        """);

    private static string Text(string body) => "x = Input (5, 4, 8)\ng = Input (8)\n" + body.Replace(" | ", "\n");
}
