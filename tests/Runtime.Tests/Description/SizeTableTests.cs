namespace Fusion.Tests.Description;

/// <summary>Which of several sizes a call means.</summary>
public sealed class SizeTableTests
{
    private static readonly SizeTable s_table = new(new NetworkInfo(
        "Net", [Variant([4, 4, 1], [3], [16]), Variant([8, 8, 1], [3], [64]), Variant([8, 8], [3], [10])], []));

    [Theory]
    [InlineData(new[] { 4, 4, 1 }, 0)]
    [InlineData(new[] { 8, 8, 1 }, 1)]
    [InlineData(new[] { 8, 8 }, 2)]
    public void Size_is_found_by_its_name(int[] dimensions, int size) => Assert.Equal(size, s_table.Named(dimensions));

    [Theory]
    [InlineData(new[] { 4, 4 }, "(4, 4)")]
    [InlineData(new[] { 8, 4, 1 }, "(8, 4, 1)")]
    [InlineData(new[] { 4, 8, 1 }, "(4, 8, 1)")]
    public void Unknown_name_is_refused(int[] dimensions, string name) => Assert.StartsWith(
        $"Net was not declared for the size {name}, but for (4, 4, 1), (8, 8, 1), (8, 8).",
        Assert.Throws<ArgumentException>(() => s_table.Named(dimensions)).Message);

    [Theory]
    [InlineData(new[] { 16, 3, 16 }, 0)]
    [InlineData(new[] { 32, 6, 32 }, 0)]
    [InlineData(new[] { 64, 3, 64 }, 1)]
    [InlineData(new[] { 64, 3, 10 }, 2)]
    [InlineData(new[] { 128, 6, 20 }, 2)]
    public void Size_is_found_by_the_lengths(int[] lengths, int size) => Assert.Equal(size, s_table.Fitting(lengths));

    [Fact]
    public void Lengths_that_fit_several_are_refused()
    {
        var table = new SizeTable(new NetworkInfo("Net", [Variant([4, 4, 1], [1], [2]), Variant([8, 8, 1], [4], [8])], []));
        var exception = Assert.Throws<ArgumentException>(() => table.Fitting([64, 4, 8]));
        Assert.Equal("x", exception.ParamName);
        Assert.StartsWith("Spans of these lengths fit several sizes of Net: (4, 4, 1) with a batch of 4, (8, 8, 1) with one sample. "
            + "Name the one that is meant, as in At(8, 8, 1).Run(…).", exception.Message);
        Assert.Equal(0, table.Fitting([16, 1, 2]));
    }

    [Theory]
    [InlineData(new[] { 17, 3, 16 }, "x", "x 17, y 3, a 16. Expected: for each sample (4, 4, 1): x 16, y 3, a 16; "
        + "(8, 8, 1): x 64, y 3, a 64; (8, 8): x 64, y 3, a 10.")]
    [InlineData(new[] { 0, 0, 0 }, "x", "x 0, y 0, a 0. Expected: for each sample (4, 4, 1): x 16, y 3, a 16; "
        + "(8, 8, 1): x 64, y 3, a 64; (8, 8): x 64, y 3, a 10.")]
    [InlineData(new[] { 32, 6, 16 }, "a", "x 32, y 6, a 16. Expected: (4, 4, 1) with a batch of 2: x 32, y 6, a 32.")]
    [InlineData(new[] { 64, 3, 11 }, "a", "x 64, y 3, a 11. Expected: (8, 8, 1) with one sample: x 64, y 3, a 64; "
        + "(8, 8) with one sample: x 64, y 3, a 10.")]
    public void Lengths_that_fit_none_are_refused(int[] lengths, string parameter, string message)
    {
        var exception = Assert.Throws<ArgumentException>(() => s_table.Fitting(lengths));
        Assert.Equal(parameter, exception.ParamName);
        Assert.StartsWith("The lengths of the spans fit no size of Net: " + message, exception.Message);
    }

    [Fact]
    public void Descriptions_count_and_print()
    {
        var info = new NetworkInfo("Net", [], [new ParameterInfo("w", [3, 4], ParameterKind.Weight, 4),
            new ParameterInfo("m", [5], ParameterKind.RunningMean), new ParameterInfo("v", [5], ParameterKind.RunningVariance),
            new ParameterInfo("b", [3], ParameterKind.Bias)]);
        Assert.Equal(15, info.ParameterCount);
        var tensor = new TensorInfo("x", [2, 3, 4]);
        Assert.Equal((24, 4, "x (2, 3, 4)"), (tensor.Elements, tensor.Channels, tensor.ToString()));
        Assert.Equal("[2, 3]", Shapes.Describe([2, 3]));
    }

    [Theory]
    [InlineData(new[] { 3, 4 }, new[] { 3, 4, 1, 1 }, true)]
    [InlineData(new[] { 3, 4, 1, 1 }, new[] { 3, 4 }, true)]
    [InlineData(new[] { 3, 4, 1, 2 }, new[] { 3, 4 }, false)]
    [InlineData(new[] { 3, 4 }, new[] { 3, 4, 2 }, false)]
    [InlineData(new[] { 3, 4 }, new[] { 4, 3 }, false)]
    [InlineData(new int[0], new[] { 1 }, true)]
    [InlineData(new[] { 197, 192 }, new[] { 1, 197, 192 }, true)]
    [InlineData(new[] { 1, 192 }, new[] { 1, 1, 192 }, true)]
    [InlineData(new[] { 1, 1, 192 }, new[] { 192 }, true)]
    [InlineData(new[] { 197, 192 }, new[] { 2, 197, 192 }, false)]
    [InlineData(new[] { 197, 192 }, new[] { 1, 192, 197 }, false)]
    [InlineData(new[] { 197, 192 }, new[] { 1, 197, 192, 1 }, false)]
    [InlineData(new[] { 8, 1, 1, 1 }, new[] { 1, 8 }, false)]
    [InlineData(new[] { 8, 1, 1, 1 }, new[] { 1, 8, 1, 1 }, false)]
    [InlineData(new[] { 10, 10, 1 }, new[] { 1, 1, 10, 10 }, false)]
    public void Shapes_fit_but_for_ones_at_one_end(int[] expected, int[] found, bool fit) => Assert.Equal(fit, Shapes.Fit(expected, found));

    private static NetworkVariant Variant(int[] x, int[] y, int[] a) =>
        new([new TensorInfo("x", x), new TensorInfo("y", y)], [new TensorInfo("a", a)], 0, 0, "", "", []);
}
