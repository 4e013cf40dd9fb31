using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Tests.Rewrite;

/// <summary>1×1 convolutions of one value with one activation become one, whose channels are taken apart.</summary>
public sealed class MergeSiblingsTests
{
    [Fact]
    public void Siblings_with_norms_and_activations() => Rewriting.Gives<MergeSiblings>(
        """
        x = Input (6, 5, 8)
        a = Conv x, outputs: 4, kernel: 1
        na = BatchNorm a
        ra = Relu na
        b = Conv x, outputs: 6, kernel: 1
        rb = Relu b
        c = Conv x, outputs: 3, kernel: 1
        rc = Relu c
        ka = Conv ra, outputs: 5, kernel: 3
        kb = Conv rb, outputs: 5, kernel: 3
        kc = Conv rc, outputs: 5, kernel: 3
        output ka
        output kb
        output kc
        """,
        """
        x = Input (6, 5, 8)
        a + b + c = PackedConvolution x, parts: "Conv a → BatchNorm na | Conv b | Conv c"
        a = Relu a + b + c
        a#2 = Slice a, start: 0, count: 4
        b = Slice a, start: 4, count: 6
        c = Slice a, start: 10, count: 3
        ka = PackedConvolution a#2, parts: "Conv ka", kernel: (1, 3, 3), padding: (0, 1, 1)
        kb = PackedConvolution b, parts: "Conv kb", kernel: (1, 3, 3), padding: (0, 1, 1)
        kc = PackedConvolution c, parts: "Conv kc", kernel: (1, 3, 3), padding: (0, 1, 1)
        output ka
        output kb
        output kc
        """);

    [Fact]
    public void Siblings_without_activation_form_their_own_group() => Rewriting.Gives<MergeSiblings>(
        """
        x = Input (6, 5, 8)
        a = Linear x, outputs: 4
        b = Linear x, outputs: 6
        c = Linear x, outputs: 3
        rc = Relu c
        d = Linear x, outputs: 3
        rd = Relu d
        e = Linear x, outputs: 3
        se = Silu e
        ka = Conv a, outputs: 5, kernel: 3
        kb = Conv b, outputs: 5, kernel: 3
        kc = Conv rc, outputs: 5, kernel: 3
        kd = Conv rd, outputs: 5, kernel: 3
        ke = Conv se, outputs: 5, kernel: 3
        output ka
        output kb
        output kc
        output kd
        output ke
        """,
        """
        x = Input (6, 5, 8)
        a + b = PackedConvolution x, parts: "Linear a | Linear b"
        a = Slice a + b, start: 0, count: 4
        b = Slice a + b, start: 4, count: 6
        c + d = PackedConvolution x, parts: "Linear c | Linear d"
        c = Relu c + d
        c#2 = Slice c, start: 0, count: 3
        d = Slice c, start: 3, count: 3
        e = PackedConvolution x, parts: "Linear e"
        se = Silu e
        ka = PackedConvolution a, parts: "Conv ka", kernel: (1, 3, 3), padding: (0, 1, 1)
        kb = PackedConvolution b, parts: "Conv kb", kernel: (1, 3, 3), padding: (0, 1, 1)
        kc = PackedConvolution c#2, parts: "Conv kc", kernel: (1, 3, 3), padding: (0, 1, 1)
        kd = PackedConvolution d, parts: "Conv kd", kernel: (1, 3, 3), padding: (0, 1, 1)
        ke = PackedConvolution se, parts: "Conv ke", kernel: (1, 3, 3), padding: (0, 1, 1)
        output ka
        output kb
        output kc
        output kd
        output ke
        """);

    private const string First = "a = Conv x, outputs: 4, kernel: 1 | ra = Relu a | ka = Conv ra, outputs: 5, kernel: 3 | output ka | ";
    private const string Next = " | kb = Conv rb, outputs: 5, kernel: 3 | output kb";

    [Theory]
    // No plain 1×1 convolution.
    [InlineData(First + "b = Conv x, outputs: 4, kernel: (1, 2) | rb = Relu b" + Next)]
    [InlineData(First + "b = Conv x, outputs: 4, kernel: 1, groups: 2 | rb = Relu b" + Next)]
    [InlineData(First + "b = Conv x, outputs: 4, kernel: 1, stride: 2 | rb = Relu b" + Next)]
    [InlineData(First + "b = Conv x, outputs: 4, kernel: 1, padding: 1 | rb = Relu b" + Next)]
    [InlineData(First + "n = BatchNorm x | b = Conv n, outputs: 4, kernel: 1 | rb = Relu b" + Next)]
    // Another activation, or other readers.
    [InlineData(First + "b = Conv x, outputs: 4, kernel: 1 | rb = Silu b" + Next)]
    [InlineData(First + "b = Conv x, outputs: 4, kernel: 1 | rb = Relu b | output b" + Next)]
    [InlineData(First + "b = Conv x, outputs: 4, kernel: 1 | rb = Relu b | output rb" + Next)]
    [InlineData(First + "b = Conv x, outputs: 4, kernel: 1 | rb = Relu b | m = MaxPool rb, kernel: 2 | output m" + Next)]
    [InlineData(First + "b = Conv x, outputs: 4, kernel: 1 | rb = PRelu b" + Next)]
    [InlineData(First + "b = Conv x, outputs: 4, kernel: 1 | rb = Relu b | c = Concat rb, x | output c")]
    [InlineData(First + "b = Conv y, outputs: 4, kernel: 1 | rb = Relu b" + Next)]
    public void Siblings_that_stay_apart(string body) =>
        Rewriting.Leaves<MergeSiblings>("x = Input (6, 6, 8)\ny = Input (6, 6, 8)\n" + body.Replace(" | ", "\n"));

    [Fact]
    public void Flattened_layers_stay_apart() => Rewriting.Leaves<MergeSiblings>(
        """
        x = Input (3, 4, 5)
        f = Flatten x
        a = Linear f, outputs: 20
        b = Linear f, outputs: 20
        ra = Relu a
        rb = Relu b
        ka = Linear ra, outputs: 3
        kb = Linear rb, outputs: 3
        output ka
        output kb
        """);

}
