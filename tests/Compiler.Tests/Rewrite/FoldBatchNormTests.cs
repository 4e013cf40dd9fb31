using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Tests.Rewrite;

/// <summary>BatchNorms go into the weights of the convolution before them, or of all the convolutions after them.</summary>
public sealed class FoldBatchNormTests
{
    private const string Pads =
        "n: BatchNorm is not folded into the convolution after it, because that pads: a padded zero is not a normalised zero.";

    private const string None = "n: BatchNorm is not folded into weights, because no convolution stands directly before or after it.";

    [Fact]
    public void Norms_after_a_convolution() => Rewriting.Gives<FoldBatchNorm>(
        """
        x = Input (6, 5, 4)
        a = Conv x, outputs: 7, kernel: 3
        n = BatchNorm a
        m = BatchNorm n, epsilon: 0.1
        output m
        """,
        """
        x = Input (6, 5, 4)
        a = PackedConvolution x, parts: "Conv a → BatchNorm n → BatchNorm m", kernel: (1, 3, 3), padding: (0, 1, 1)
        output m = a
        """);

    [Fact]
    public void Numbers_after_a_convolution() => Rewriting.Gives<FoldBatchNorm>(
        """
        x = Input (6, 5, 4)
        a = Conv x, outputs: 7, kernel: 3
        n = BatchNorm a
        m = Affine n, scale: 0.5, offset: 2
        output m
        """,
        """
        x = Input (6, 5, 4)
        a = PackedConvolution x, parts: "Conv a → BatchNorm n → Affine 0.5 x + 2", kernel: (1, 3, 3), padding: (0, 1, 1)
        output m = a
        """);

    /// <summary>What else is read keeps its weights, and so does what would not be finite any more.</summary>
    [Fact]
    public void Numbers_that_stay() => Rewriting.Gives<FoldBatchNorm>(
        """
        x = Input (4)
        a = Linear x, outputs: 7, bias: false
        b = Linear x, outputs: 7, bias: false
        m = Affine a, scale: 0.5, offset: 2
        n = Affine b, scale: 1e20, offset: 0
        output m
        output a
        output n
        """,
        """
        x = Input (4)
        a = PackedConvolution x, parts: "Linear a"
        b = PackedConvolution x, parts: "Linear b"
        m = Affine a, scale: 0.5, offset: 2
        n = Affine b, scale: 1e+20, offset: 0
        output m
        output a
        output n
        """);

    [Fact]
    public void Norms_before_all_readers() => Rewriting.Gives<FoldBatchNorm>(
        """
        x = Input (6, 5, 4)
        n = BatchNorm x
        m = BatchNorm n, epsilon: 0.1
        a = Conv m, outputs: 7, kernel: 3, padding: 0
        b = Linear m, outputs: 3
        output a
        output b
        """,
        """
        x = Input (6, 5, 4)
        n = BatchNorm x, epsilon: 1e-5
        a = PackedConvolution n, parts: "BatchNorm m → Conv a", kernel: (1, 3, 3)
        b = PackedConvolution n, parts: "BatchNorm m → Linear b"
        output a
        output b
        """,
        None);

    [Fact]
    public void Norm_between_two_convolutions_goes_to_the_first() => Rewriting.Gives<FoldBatchNorm>(
        """
        x = Input (6, 5, 4)
        a = Conv x, outputs: 7, kernel: 1
        n = BatchNorm a
        b = Conv n, outputs: 3, kernel: 1
        output b
        """,
        """
        x = Input (6, 5, 4)
        a = PackedConvolution x, parts: "Conv a → BatchNorm n"
        b = PackedConvolution a, parts: "Conv b"
        output b
        """);

    [Fact]
    public void Norm_after_a_shared_convolution_goes_to_the_next() => Rewriting.Gives<FoldBatchNorm>(
        """
        x = Input (6, 5, 4)
        a = Conv x, outputs: 7, kernel: 1
        n = BatchNorm a
        r = Relu a
        b = Conv n, outputs: 3, kernel: 1
        output b
        output r
        """,
        """
        x = Input (6, 5, 4)
        a = PackedConvolution x, parts: "Conv a"
        r = Relu a
        b = PackedConvolution a, parts: "BatchNorm n → Conv b"
        output b
        output r
        """);

    private const string Before = "n = BatchNorm x | a = Conv n, outputs: 3, kernel: 1 | output a";
    private const string After = "a = Conv x, outputs: 4, kernel: 3 | n = BatchNorm a | output n";

    [Theory]
    [InlineData("n = BatchNorm x | a = Conv n, outputs: 3, kernel: 3 | output a", Pads)]
    [InlineData("n = BatchNorm x | a = Conv n, outputs: 3, kernel: 3, padding: (0, 1) | output a", Pads)]
    [InlineData(Before + " | b = Conv n, outputs: 3, kernel: 3 | output b", Pads)]
    [InlineData(Before + " | output n", None)]
    [InlineData(Before + " | r = Relu n | output r", None)]
    [InlineData("n = BatchNorm x | output n", None)]
    [InlineData(After + " | output a", None)]
    [InlineData(After + " | r = Relu a | output r", None)]
    public void Norms_that_do_not_fit_stay(string body, string note) =>
        Rewriting.Leaves<FoldBatchNorm>("x = Input (6, 5, 4)\n" + body.Replace(" | ", "\n"), note);

    [Fact]
    public void Linear_layer_that_flattens_takes_no_norm_before() => Rewriting.Leaves<FoldBatchNorm>(
        """
        x = Input (20)
        y = Input (3, 4, 5)
        n = BatchNorm y
        f = Flatten n
        a = Linear f, outputs: 3
        output a
        """, None);
}
