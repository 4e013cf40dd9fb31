using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Tests.Rewrite;

/// <summary>Convolutions of one value whose results are added become one; what is right, and what would take more work.</summary>
public sealed class MergeBranchesTests
{
    [Fact]
    public void Branches_with_norms_and_the_value_itself() => Rewriting.Gives<MergeBranches>(
        """
        x = Input (7, 6, 8)
        a = Conv x, outputs: 8, kernel: 3
        na = BatchNorm a
        b = Conv x, outputs: 8, kernel: 1
        nb = BatchNorm b
        mb = BatchNorm nb
        nx = BatchNorm x
        s = Add na, mb
        t = Add s, nx
        r = Relu t
        output r
        """,
        """
        x = Input (7, 6, 8)
        a + b + nx = PackedConvolution x,
            parts: "(Conv a → BatchNorm na + Conv b → BatchNorm nb → BatchNorm mb + identity → BatchNorm nx)",
            kernel: (1, 3, 3), padding: (0, 1, 1)
        r = Relu a + b + nx
        output r
        """);

    [Fact]
    public void Identity_alone_joins_two_convolutions() => Rewriting.Gives<MergeBranches>(
        """
        x = Input (7, 6, 8)
        a = Conv x, outputs: 8, kernel: 3
        b = Conv x, outputs: 8, kernel: 1
        s = Add a, x
        t = Add b, s
        output t
        """,
        """
        x = Input (7, 6, 8)
        b + a = PackedConvolution x, parts: "(Conv b + Conv a + identity)", kernel: (1, 3, 3), padding: (0, 1, 1)
        output t = b + a
        """);

    [Fact]
    public void Taps_fall_where_they_read() => Rewriting.Gives<MergeBranches>(
        """
        x = Input (11, 12, 4)
        a = Conv x, outputs: 5, kernel: (3, 1), stride: (2, 1), padding: (1, 0)
        b = Conv x, outputs: 5, kernel: (1, 5), stride: (2, 1), padding: (0, 2)
        c = Conv x, outputs: 5, kernel: (4, 5), stride: (2, 1), padding: (2, 2)
        s = Add a, b
        t = Add s, c
        output t
        """,
        """
        x = Input (11, 12, 4)
        a + b + c = PackedConvolution x, parts: "(Conv a + Conv b + Conv c)", kernel: (1, 4, 5), stride: (1, 2, 1), padding: (0, 2, 2)
        output t = a + b + c
        """);

    [Fact]
    public void Taps_of_a_smaller_kernel_begin_further_inside() => Rewriting.Gives<MergeBranches>(
        """
        x = Input (11, 12, 4)
        a = Conv x, outputs: 5, kernel: 4, dilation: 3, padding: 4
        b = Conv x, outputs: 5, kernel: 2, dilation: 3, padding: 1
        s = Add a, b
        output s
        """,
        """
        x = Input (11, 12, 4)
        a + b = PackedConvolution x, parts: "(Conv a + Conv b)", kernel: (1, 4, 4), dilation: (1, 3, 3), padding: (0, 4, 4)
        output s = a + b
        """);

    [Theory]
    [InlineData(new[] { 1, 3, 3 }, new[] { 0, 1, 1 }, new[] { 16, 17, 18, 21, 22, 23, 26, 27, 28 })]
    [InlineData(new[] { 1, 1, 1 }, new[] { 0, 0, 0 }, new[] { 22 })]
    [InlineData(new[] { 1, 2, 1 }, new[] { 0, 1, 0 }, new[] { 17, 22 })]
    [InlineData(new[] { 1, 1, 4 }, new[] { 0, 0, 2 }, new[] { 20, 21, 22, 23 })]
    [InlineData(new[] { 3, 1, 1 }, new[] { 1, 0, 0 }, new[] { 7, 22, 37 })]
    public void Taps_of_a_branch_have_their_places_in_the_sum(int[] kernel, int[] padding, int[] taps)
    {
        PackedConvolution Branch(int[] size, int[] pad) => PackedConvolution.From(
            new Conv("b", 4, new(size), [1, 1, 1], [1, 1, 1], new(pad), 1, true));
        PackedConvolution branch = Branch(kernel, padding);
        // The sum is 3×3×5: so wide and so high, with one frame before and one after.
        var sum = new LayerSum([Branch([3, 1, 1], [1, 0, 0]), Branch([1, 3, 5], [0, 1, 2]), branch]);
        Assert.Equal(taps, sum.Grid.TapsOf(branch));
        EquatableArray<int> whole = [3, 3, 5];
        Assert.Equal(whole, sum.ToConvolution()!.Kernel);
    }

    [Fact]
    public void Dilation_is_that_of_the_branches_with_several_taps() => Rewriting.Gives<MergeBranches>(
        """
        x = Input (5, 11, 12, 4)
        a = Conv x, outputs: 5, kernel: (1, 3, 3), dilation: (5, 2, 3)
        b = Conv x, outputs: 5, kernel: (1, 1, 3), dilation: (7, 9, 3)
        s = Add a, b
        output s
        """,
        """
        x = Input (5, 11, 12, 4)
        a + b = PackedConvolution x, parts: "(Conv a + Conv b)", kernel: (1, 3, 3), dilation: (1, 2, 3), padding: (0, 2, 3)
        output s = a + b
        """);

    [Fact]
    public void Every_second_pixel_joins_a_strided_convolution() => Rewriting.Gives<MergeBranches>(
        """
        x = Input (9, 8, 6)
        p = Subsample x, stride: (2, 1)
        n = BatchNorm p
        a = Conv x, outputs: 6, kernel: 3, stride: (2, 1)
        s = Add n, a
        output s
        """,
        """
        x = Input (9, 8, 6)
        a + n = PackedConvolution x, parts: "(Conv a + identity → BatchNorm n)", kernel: (1, 3, 3), stride: (1, 2, 1), padding: (0, 1, 1)
        output s = a + n
        """);

    [Fact]
    public void Groups_are_kept() => Rewriting.Gives<MergeBranches>(
        """
        x = Input (9, 8, 6)
        a = Conv x, outputs: 6, kernel: 3, groups: 3
        b = Conv x, outputs: 6, kernel: 1, groups: 3
        n = BatchNorm x
        s = Add n, a
        t = Add s, b
        output t
        """,
        """
        x = Input (9, 8, 6)
        a + b + n = PackedConvolution x, parts: "(Conv a + Conv b + identity → BatchNorm n)", kernel: (1, 3, 3), padding: (0, 1, 1),
            groups: 3
        output t = a + b + n
        """);

    [Fact]
    public void What_cannot_be_merged_is_still_added() => Rewriting.Gives<MergeBranches>(
        """
        x = Input (6, 5, 4)
        y = Input (6, 5, 9)
        v = Input (7)
        a = Conv x, outputs: 7, kernel: 3
        b = Conv x, outputs: 7, kernel: 1
        c = Conv y, outputs: 7, kernel: 3
        d = Conv y, outputs: 7, kernel: 1
        e = Softmax y
        f = Conv e, outputs: 7, kernel: 1
        g = Relu f
        s = Add a, c
        t = Add s, v
        u = Add b, g
        w = Add t, u
        z = Add w, d
        output z
        """,
        """
        x = Input (6, 5, 4)
        y = Input (6, 5, 9)
        v = Input (7)
        e = Softmax y
        f = PackedConvolution e, parts: "Conv f"
        g = Relu f
        c + d = PackedConvolution y, parts: "(Conv c + Conv d)", kernel: (1, 3, 3), padding: (0, 1, 1)
        a + b = PackedConvolution x, parts: "(Conv a + Conv b)", kernel: (1, 3, 3), padding: (0, 1, 1)
        z = Add a + b, c + d
        z#2 = Add z, v
        z#3 = Add z#2, g
        output z = z#3
        """);

    [Fact]
    public void Sum_inside_a_sum_that_is_read_elsewhere_stays() => Rewriting.Gives<MergeBranches>(
        """
        x = Input (6, 5, 4)
        a = Conv x, outputs: 7, kernel: 3
        b = Conv x, outputs: 7, kernel: 1
        s = Add a, b
        c = Conv x, outputs: 7, kernel: 1
        t = Add s, c
        r = Relu s
        output t
        output r
        """,
        """
        x = Input (6, 5, 4)
        a + b = PackedConvolution x, parts: "(Conv a + Conv b)", kernel: (1, 3, 3), padding: (0, 1, 1)
        c = PackedConvolution x, parts: "Conv c"
        t = Add a + b, c
        r = Relu a + b
        output t
        output r
        """,
        "a + b: its weights are not added to those of c, because its result is read elsewhere, too.");

    [Fact]
    public void Sum_with_a_vector_is_a_term_where_its_shape_is_another() => Rewriting.Gives<MergeBranches>(
        """
        x = Input (6, 5, 4)
        v = Input (4)
        a = Linear v, outputs: 4
        b = Linear v, outputs: 4
        s = Add a, b
        t = Add x, s
        output t
        """,
        """
        x = Input (6, 5, 4)
        v = Input (4)
        a + b = PackedConvolution v, parts: "(Linear a + Linear b)"
        t = Add x, a + b
        output t
        """);

    [Fact]
    public void Norm_of_a_sum_of_identities() => Rewriting.Gives<MergeBranches>(
        """
        x = Input (6, 5, 4)
        n = BatchNorm x
        a = Conv x, outputs: 4, kernel: 1
        s = Add n, a
        output s
        """,
        """
        x = Input (6, 5, 4)
        a + n = PackedConvolution x, parts: "(Conv a + identity → BatchNorm n)"
        output s = a + n
        """);

    [Theory]
    // Fewer than two branches with weights.
    [InlineData("a = Conv x, outputs: 8, kernel: 3 | s = Add a, x | output s")]
    [InlineData("n = BatchNorm x | s = Add n, x | output s")]
    [InlineData("a = Conv x, outputs: 8, kernel: 3 | b = Conv y, outputs: 8, kernel: 1 | s = Add a, b | output s")]
    [InlineData("a = Conv x, outputs: 8, kernel: 3 | b = Conv x, outputs: 8, kernel: 1 | s = Multiply a, b | output s")]
    [InlineData("a = Conv x, outputs: 8, kernel: 3 | b = Conv x, outputs: 8, kernel: 1 | r = Relu b | s = Add a, r | output s")]
    [InlineData("a = Conv x, outputs: 8, kernel: 3 | s = Add a, a | output s")]
    [InlineData("a = Conv x, outputs: 8, kernel: 3 | b = Conv y, outputs: 8, kernel: 1 | s = Add a, b | output s | output b")]
    // Layers on a vector have another shape than the sum.
    [InlineData("v = GlobalMaxPool x | a = Linear v, outputs: 8 | b = Linear v, outputs: 8 | s = Add x, a | t = Add s, b | output t")]
    public void Nothing_to_merge(string body) =>
        Rewriting.Leaves<MergeBranches>("x = Input (9, 8, 8)\ny = Input (9, 8, 8)\n" + body.Replace(" | ", "\n"));

    [Theory]
    [InlineData("a = Conv x, outputs: 8, kernel: 3 | b = Conv x, outputs: 8, kernel: 3, groups: 2",
        "a: its weights are not added to those of b, because they have different strides or groups.")]
    [InlineData("a = Conv x, outputs: 8, kernel: 3, dilation: 2 | b = Conv x, outputs: 8, kernel: 3",
        "a: its weights are not added to those of b, because their taps do not fall on one grid.")]
    [InlineData("a = Conv x, outputs: 8, kernel: 3, dilation: 2 | b = Conv x, outputs: 8, kernel: 2, dilation: 2, padding: 1",
        "a: its weights are not added to those of b, because their taps do not fall on one grid.")]
    [InlineData("a = Conv x, outputs: 8, kernel: (3, 1), padding: (1, 0) | b = Conv x, outputs: 8, kernel: (1, 3), padding: (0, 1)",
        "a: its weights are not added to those of b, because one kernel for all would take 41,472 multiply-adds instead of 27,648.")]
    [InlineData("a = Conv x, outputs: 8, kernel: 3 | b = Conv x, outputs: 8, kernel: 1 | output b",
        "b: its weights are not added to those of a, because its result is read elsewhere, too.")]
    [InlineData("a = Conv x, outputs: 8, kernel: 3 | b = Conv x, outputs: 8, kernel: 1 | c = Relu b | output c",
        "b: its weights are not added to those of a, because its result is read elsewhere, too.")]
    public void Branches_that_stay_apart(string body, string note) =>
        Rewriting.Leaves<MergeBranches>($"x = Input (9, 8, 8)\n{body.Replace(" | ", "\n")}\ns = Add a, b\noutput s", note);

    /// <summary>Zeros that the branches do not have would meet what lies under the corners.</summary>
    [Fact]
    public void No_kernel_with_holes() => Rewriting.Leaves<MergeBranches>(
        """
        x = Input (9, 8, 8)
        a = Conv x, outputs: 8, kernel: (3, 1), padding: (1, 0)
        b = Conv x, outputs: 8, kernel: (1, 3), padding: (0, 1)
        c = Conv x, outputs: 8, kernel: (3, 1), padding: (1, 0)
        s = Add a, b
        t = Add s, c
        output t
        """,
        "a: its weights are not added to those of b, c, because one kernel for all would have weights that none of them has: zeros, which "
            + "make NaN of infinity.");

    [Fact]
    public void Reason_names_the_value_itself_as_input() => Rewriting.Leaves<MergeBranches>(
        """
        x = Input (9, 8, 8)
        n = BatchNorm x
        a = Conv x, outputs: 8, kernel: 2, padding: 1, dilation: 2
        s = Add a, n
        t = Add s, x
        output t
        """,
        "a: its weights are not added to those of n, its input, because their taps do not fall on one grid.");
}
