using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Tests.Rewrite;

/// <summary>A Flatten becomes a view where only linear layers see the order of its values.</summary>
public sealed class FlattenIntoLinearTests
{
    private const string Note = "f: Flatten is a pass of its own, because not only linear layers read it.";

    [Fact]
    public void Linear_layers_take_the_permutation() => Rewriting.Gives<FlattenIntoLinear>(
        """
        x = Input (3, 4, 5)
        f = Flatten x
        a = Linear f, outputs: 7
        b = Linear f, outputs: 6
        output a
        output b
        """,
        """
        x = Input (3, 4, 5)
        f = Reshape x, dimensions: (60)
        a = PackedConvolution f, parts: "Linear a"
        b = PackedConvolution f, parts: "Linear b"
        output a
        output b
        """);

    [Fact]
    public void Single_pixel_is_a_view_for_every_reader() => Rewriting.Gives<FlattenIntoLinear>(
        """
        x = Input (1, 1, 5)
        f = Flatten x
        a = Relu f
        output a
        output f
        """,
        """
        x = Input (1, 1, 5)
        f = Reshape x, dimensions: (5)
        a = Relu f
        output a
        output f
        """);

    [Fact]
    public void Two_pixels_are_none() => Rewriting.Leaves<FlattenIntoLinear>(
        """
        x = Input (1, 2, 5)
        f = Flatten x
        a = Relu f
        output a
        """, Note);

    [Theory]
    [InlineData("a = Linear f, outputs: 7 | output a | output f")]
    [InlineData("a = Linear f, outputs: 7 | b = Relu f | output a | output b")]
    [InlineData("a = Softmax f | b = Linear a, outputs: 7 | output b")]
    public void Other_readers_want_the_order_of_channels_first(string readers) =>
        Rewriting.Leaves<FlattenIntoLinear>("x = Input (3, 4, 5)\nf = Flatten x\n" + readers.Replace(" | ", "\n"), Note);

    [Fact]
    public void Linear_layers_elsewhere_are_left_alone() => Rewriting.Leaves<FlattenIntoLinear>(
        """
        x = Input (3, 4, 5)
        a = Linear x, outputs: 7
        output a
        """);
}
