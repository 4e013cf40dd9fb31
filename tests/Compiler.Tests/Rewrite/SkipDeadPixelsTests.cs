using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Tests.Rewrite;

/// <summary>Strides move up to the convolutions whose pixels nobody reads otherwise.</summary>
public sealed class SkipDeadPixelsTests
{
    [Fact]
    public void Stride_of_the_reader_multiplies_the_convolutions_own() => Rewriting.Gives<SkipDeadPixels>(
        """
        x = Input (17, 18, 4)
        a = Conv x, outputs: 6, kernel: 3, stride: (2, 3)
        b = Relu a
        c = Conv b, outputs: 5, kernel: 1, stride: 2
        output c
        """,
        """
        x = Input (17, 18, 4)
        a = Conv x, outputs: 6, kernel: 3, stride: (4, 6), padding: 1, bias: true
        b = Relu a
        c = Conv b, outputs: 5, kernel: 1, bias: true
        output c
        """);

    [Fact]
    public void Strides_may_differ_between_the_axes() => Rewriting.Gives<SkipDeadPixels>(
        """
        x = Input (9, 8, 4)
        a = Conv x, outputs: 6, kernel: 3
        b = Conv a, outputs: 5, kernel: 1, stride: (1, 2)
        c = Subsample a, stride: (1, 2)
        output b
        output c
        """,
        """
        x = Input (9, 8, 4)
        a = Conv x, outputs: 6, kernel: 3, stride: (1, 2), padding: 1, bias: true
        b = Conv a, outputs: 5, kernel: 1, bias: true
        output b
        output c = a
        """);

    [Fact]
    public void Stride_passes_several_element_wise_operations() => Rewriting.Gives<SkipDeadPixels>(
        """
        x = Input (9, 8, 4)
        a = Conv x, outputs: 6, kernel: 3
        n = BatchNorm a
        p = PRelu n
        r = Relu p
        s = Subsample r, stride: 3
        output s
        """,
        """
        x = Input (9, 8, 4)
        a = Conv x, outputs: 6, kernel: 3, stride: 3, padding: 1, bias: false
        n = BatchNorm a, epsilon: 1e-5
        p = PRelu n
        r = Relu p
        output s = r
        """);

    [Fact]
    public void Sum_passes_the_stride_to_both_terms_and_leaves_a_gate_alone() => Rewriting.Gives<SkipDeadPixels>(
        """
        x = Input (8, 9, 4)
        g = Input (6)
        a = Conv x, outputs: 6, kernel: 3
        b = Conv x, outputs: 6, kernel: 1
        s = Add a, b
        m = Multiply g, s
        c = Conv m, outputs: 5, kernel: 1, stride: 2
        output c
        """,
        """
        x = Input (8, 9, 4)
        g = Input (6)
        a = Conv x, outputs: 6, kernel: 3, stride: 2, padding: 1, bias: true
        b = Conv x, outputs: 6, kernel: 1, stride: 2, bias: true
        s = Add a, b
        m = Multiply g, s
        c = Conv m, outputs: 5, kernel: 1, bias: true
        output c
        """);

    [Fact]
    public void Term_that_is_read_in_full_is_copied() => Rewriting.Gives<SkipDeadPixels>(
        """
        x = Input (8, 9, 4)
        a = Conv x, outputs: 4, kernel: 3
        s = Add a, x
        c = Conv s, outputs: 5, kernel: 1, stride: 2
        output c
        """,
        """
        x = Input (8, 9, 4)
        a = Conv x, outputs: 4, kernel: 3, stride: 2, padding: 1, bias: true
        s = Subsample x, stride: 2
        s#2 = Add a, s
        c = Conv s#2, outputs: 5, kernel: 1, bias: true
        output c
        """);

    [Fact]
    public void Value_may_be_read_twice_by_one_operation() => Rewriting.Gives<SkipDeadPixels>(
        """
        x = Input (8, 9, 4)
        a = Conv x, outputs: 6, kernel: 3
        s = Multiply a, a
        c = Conv s, outputs: 5, kernel: 1, stride: 2
        output c
        """,
        """
        x = Input (8, 9, 4)
        a = Conv x, outputs: 6, kernel: 3, stride: 2, padding: 1, bias: true
        s = Multiply a, a
        c = Conv s, outputs: 5, kernel: 1, bias: true
        output c
        """);

    [Fact]
    public void Value_may_also_be_read_at_the_same_stride() => Rewriting.Gives<SkipDeadPixels>(
        """
        x = Input (8, 9, 4)
        a = Conv x, outputs: 6, kernel: 3
        r = Relu a
        c = Conv r, outputs: 5, kernel: 1, stride: 2
        d = Conv a, outputs: 3, kernel: 1, stride: 2
        output c
        output d
        """,
        """
        x = Input (8, 9, 4)
        a = Conv x, outputs: 6, kernel: 3, stride: 2, padding: 1, bias: true
        r = Relu a
        c = Conv r, outputs: 5, kernel: 1, bias: true
        d = Conv a, outputs: 3, kernel: 1, bias: true
        output c
        output d
        """);

    [Fact]
    public void One_term_that_gains_is_enough() => Rewriting.Gives<SkipDeadPixels>(
        """
        x = Input (8, 9, 4)
        p = MaxPool x, kernel: 3, stride: 1, padding: 1
        a = Conv x, outputs: 4, kernel: 3
        s = Add p, a
        c = Conv s, outputs: 5, kernel: 1, stride: 2
        output c
        """,
        """
        x = Input (8, 9, 4)
        p = MaxPool x, kernel: 3, stride: 1, padding: 1
        a = Conv x, outputs: 4, kernel: 3, stride: 2, padding: 1, bias: true
        s = Subsample p, stride: 2
        s#2 = Add s, a
        c = Conv s#2, outputs: 5, kernel: 1, bias: true
        output c
        """);

    private const string Square = "a = Conv x, outputs: 6, kernel: 3";
    private const string Direct = Square + " | c = Conv a, outputs: 5, kernel: 1, stride: 2 | output c";
    private const string Activated = Square + " | b = Relu a | c = Conv b, outputs: 5, kernel: 1, stride: 2 | output c";

    [Theory]
    // Another reader wants all of it, or another stride, or it is a result itself.
    [InlineData(Direct + " | d = Softmax a | output d")]
    [InlineData(Direct + " | d = Subsample a, stride: 3 | output d")]
    [InlineData(Direct + " | output a")]
    [InlineData(Square + " | c = Conv a, outputs: 5, kernel: 1 | output c")]
    // The reader reads more than every second pixel, or zeros around them.
    [InlineData(Square + " | c = Conv a, outputs: 5, kernel: (1, 2), stride: 2 | output c")]
    [InlineData(Square + " | c = Conv a, outputs: 5, kernel: 1, stride: 2, padding: 1 | output c")]
    [InlineData(Square + " | c = Conv a, outputs: 5, kernel: 1, stride: 2, padding: (0, 1) | output c")]
    [InlineData(Square + " | c = MaxPool a, kernel: 1, stride: 2 | output c")]
    // No convolution would have less to do.
    [InlineData("a = Relu x | c = Conv a, outputs: 5, kernel: 1, stride: 2 | output c")]
    [InlineData("a = MaxPool x, kernel: 3, stride: 1, padding: 1 | c = Conv a, outputs: 5, kernel: 1, stride: 2 | output c")]
    [InlineData("g = Conv v, outputs: 4, kernel: 1 | b = Multiply x, g | c = Conv b, outputs: 5, kernel: 1, stride: 2 | output c")]
    // The value before is needed.
    [InlineData(Activated + " | output a")]
    [InlineData(Activated + " | d = Softmax a | output d")]
    [InlineData(Activated + " | d = Subsample a, stride: 3 | output d")]
    public void Pixels_that_are_read_or_cost_nothing_stay(string body) =>
        Rewriting.Leaves<SkipDeadPixels>("x = Input (8, 9, 4)\nv = Input (7)\n" + body.Replace(" | ", "\n"));
}
