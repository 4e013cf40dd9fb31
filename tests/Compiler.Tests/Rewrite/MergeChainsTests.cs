using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Tests.Rewrite;

/// <summary>Two linear layers with nothing between them become one, where that is right and takes no more work.</summary>
public sealed class MergeChainsTests
{
    [Fact]
    public void Pointwise_before_a_kernel() => Rewriting.Gives<MergeChains>(
        """
        x = Input (9, 8, 4)
        a = Conv x, outputs: 30, kernel: 1
        b = Conv a, outputs: 5, kernel: (3, 2), stride: (2, 1), dilation: (1, 2), padding: 0
        output b
        """,
        """
        x = Input (9, 8, 4)
        a → b = PackedConvolution x, parts: "(Conv a → Conv b)", kernel: (1, 3, 2), stride: (1, 2, 1), dilation: (1, 1, 2)
        output b = a → b
        """);

    [Fact]
    public void Kernel_before_a_pointwise() => Rewriting.Gives<MergeChains>(
        """
        x = Input (15, 14, 4)
        a = Conv x, outputs: 30, kernel: (3, 2), stride: (2, 3), dilation: (1, 2), padding: (1, 2)
        n = BatchNorm a
        b = Conv n, outputs: 5, kernel: 1, stride: (3, 1)
        m = BatchNorm b
        output m
        """,
        """
        x = Input (15, 14, 4)
        a → b = PackedConvolution x, parts: "(Conv a → BatchNorm n → Conv b → BatchNorm m)", kernel: (1, 3, 2), stride: (1, 6, 3),
            dilation: (1, 1, 2), padding: (0, 1, 2)
        output m = a → b
        """);

    [Fact]
    public void Three_in_a_row() => Rewriting.Gives<MergeChains>(
        """
        x = Input (6, 5, 6)
        a = Conv x, outputs: 7, kernel: 1
        b = Conv a, outputs: 8, kernel: 1
        c = Linear b, outputs: 6
        output c
        """,
        """
        x = Input (6, 5, 6)
        a → b → c = PackedConvolution x, parts: "((Conv a → Conv b) → Linear c)"
        output c = a → b → c
        """);

    [Fact]
    public void Merged_layer_may_merge_with_the_one_before() => Rewriting.Gives<MergeChains>(
        """
        x = Input (3, 3, 4)
        a = Linear x, outputs: 2
        b = Linear a, outputs: 30
        c = Linear b, outputs: 1
        output c
        """,
        """
        x = Input (3, 3, 4)
        a → b → c = PackedConvolution x, parts: "(Linear a → (Linear b → Linear c))"
        output c = a → b → c
        """);

    [Fact]
    public void Groups_that_are_the_same() => Rewriting.Gives<MergeChains>(
        """
        x = Input (9, 8, 4)
        a = Conv x, outputs: 12, kernel: 3, groups: 2
        b = Conv a, outputs: 4, kernel: 1, groups: 2
        output b
        """,
        """
        x = Input (9, 8, 4)
        a → b = PackedConvolution x, parts: "(Conv a → Conv b)", kernel: (1, 3, 3), padding: (0, 1, 1), groups: 2
        output b = a → b
        """);

    [Fact]
    public void Padding_after_a_layer_that_adds_nothing() => Rewriting.Gives<MergeChains>(
        """
        x = Input (9, 8, 4)
        a = Conv x, outputs: 30, kernel: 1, bias: false
        b = Conv a, outputs: 5, kernel: 3
        output b
        """,
        """
        x = Input (9, 8, 4)
        a → b = PackedConvolution x, parts: "(Conv a → Conv b)", kernel: (1, 3, 3), padding: (0, 1, 1)
        output b = a → b
        """);

    [Fact]
    public void Merging_costs_as_much_as_before_at_most() => Rewriting.Gives<MergeChains>(
        """
        x = Input (3, 3, 4)
        a = Conv x, outputs: 2, kernel: 1
        b = Conv a, outputs: 4, kernel: 1
        output b
        """,
        """
        x = Input (3, 3, 4)
        a → b = PackedConvolution x, parts: "(Conv a → Conv b)"
        output b = a → b
        """);

    private const string Zeros = "the second pads, and the zeros that it reads there have no share in the bias of the first";
    private const string NotPlain = "the first is not a plain 1×1 convolution";
    private const string Wide = "a = Conv x, outputs: 30, kernel: 1";
    private const string Padded = " | b = Conv a, outputs: 5, kernel: 3";

    [Theory]
    [InlineData(Wide + Padded, Zeros)]
    // BatchNorms that were folded add a constant though the convolution has no bias.
    [InlineData("c = Conv x, outputs: 30, kernel: 1, bias: false | a = BatchNorm c" + Padded, Zeros, "c")]
    [InlineData("n = BatchNorm x | a = Conv n, outputs: 30, kernel: 1, bias: false" + Padded, Zeros)]
    // So does a sum with a constant.
    [InlineData("c = Linear x, outputs: 30 | d = Linear x, outputs: 30, bias: false | a = Add c, d" + Padded, Zeros, "c + d")]
    [InlineData(Wide + " | b = Conv a, outputs: 6, kernel: 3, groups: 2", "they have different groups")]
    [InlineData("a = Conv x, outputs: 30, kernel: 3 | b = Conv a, outputs: 5, kernel: (1, 2), padding: 0",
        "the kernels of both are larger than 1×1")]
    [InlineData(Wide + " | b = Conv a, outputs: 5, kernel: 1, padding: 1", "a 1×1 convolution pads")]
    [InlineData(Wide + ", stride: 2 | b = Conv a, outputs: 5, kernel: 3, padding: 0", NotPlain)]
    [InlineData(Wide + ", padding: 1 | b = Conv a, outputs: 5, kernel: 3, padding: 0", NotPlain)]
    [InlineData("a = Linear x, outputs: 1 | b = Conv a, outputs: 5, kernel: 1, padding: 1", "a 1×1 convolution pads")]
    [InlineData("a = Linear x, outputs: 1 | b = Linear a, outputs: 5", "that would take 1,440 multiply-adds instead of 648")]
    public void Layers_that_stay_apart(string body, string why, string first = "a") => Rewriting.Leaves<MergeChains>(
        "x = Input (9, 8, 4)\n" + body.Replace(" | ", "\n") + "\noutput b",
        $"b: is not made one layer with {first}, though both are linear, because {why}.");

    [Theory]
    [InlineData("a = Conv x, outputs: 30, kernel: 1 | b = Conv a, outputs: 5, kernel: 1 | output a | output b")]
    [InlineData("a = Conv x, outputs: 30, kernel: 1 | b = Conv a, outputs: 5, kernel: 1 | c = Softmax a | output b | output c")]
    [InlineData("a = Conv x, outputs: 30, kernel: 1 | r = Relu a | b = Conv r, outputs: 5, kernel: 1 | output b")]
    [InlineData("a = Softmax x | b = Conv a, outputs: 5, kernel: 1 | output b")]
    public void Layers_that_do_not_follow_each_other(string body) =>
        Rewriting.Leaves<MergeChains>("x = Input (9, 8, 4)\n" + body.Replace(" | ", "\n"));

    [Fact]
    public void Stride_of_the_second_is_the_stride_of_both() => Rewriting.Gives<MergeChains>(
        """
        x = Input (9, 8, 4)
        a = Linear x, outputs: 30
        b = Conv a, outputs: 5, kernel: 1, stride: (2, 3)
        output b
        """,
        """
        x = Input (9, 8, 4)
        a → b = PackedConvolution x, parts: "(Linear a → Conv b)", stride: (1, 2, 3)
        output b = a → b
        """);

    [Fact]
    public void Sum_without_constant_adds_none() => Rewriting.Gives<MergeChains>(
        """
        x = Input (9, 8, 4)
        c = Linear x, outputs: 4, bias: false
        d = Linear x, outputs: 4, bias: false
        s = Add c, d
        a = Add s, x
        b = Conv a, outputs: 5, kernel: 3
        output b
        """,
        """
        x = Input (9, 8, 4)
        c + d → b = PackedConvolution x, parts: "((Linear c + Linear d + identity) → Conv b)", kernel: (1, 3, 3), padding: (0, 1, 1)
        output b = c + d → b
        """);

    [Theory]
    [InlineData("false", "true")]
    [InlineData("true", "false")]
    public void Constant_of_either_layer_is_the_constant_of_both(string first, string second) => Rewriting.Gives<MergeChains>(
        $"""
        x = Input (9, 8, 4)
        c = Linear x, outputs: 9, bias: {first}
        a = Linear c, outputs: 30, bias: {second}
        b = Conv a, outputs: 5, kernel: 3
        output b
        """,
        """
        x = Input (9, 8, 4)
        c → a = PackedConvolution x, parts: "(Linear c → Linear a)"
        b = PackedConvolution c → a, parts: "Conv b", kernel: (1, 3, 3), padding: (0, 1, 1)
        output b
        """,
        $"b: is not made one layer with c → a, though both are linear, because {Zeros}.");

    [Fact]
    public void Flattened_layer_is_the_first_of_a_chain() => Rewriting.Gives<MergeChains>(
        """
        x = Input (3, 4, 5)
        f = Flatten x
        a = Linear f, outputs: 20
        b = Linear a, outputs: 7
        output b
        """,
        """
        x = Input (3, 4, 5)
        f = Reshape x, dimensions: (60)
        a → b = PackedConvolution f, parts: "(Linear a → Linear b)"
        output b = a → b
        """);
}
