using Fusion.Import.Tests.Support;
using Fusion.Kernels.Tests.Support;

namespace Fusion.Import.Tests;

/// <summary>Forms of operators that no published case has, against ONNX Runtime; what is written of them computes the same.</summary>
public sealed class OperatorTests
{
    [Theory]
    [InlineData(1, new long[] { 3, 2 }, new long[] { 1, 1 }, new long[] { 0, 0, 0, 0 }, 0)]
    [InlineData(2, new long[] { 3, 3 }, new long[] { 2, 2 }, new long[] { 1, 0, 2, 1 }, 0)]
    [InlineData(3, new long[] { 2, 2 }, new long[] { 2, 3 }, new long[] { 0, 0, 0, 0 }, 1)]
    [InlineData(4, new long[] { 3, 2 }, new long[] { 2, 2 }, new long[] { 1, 1, 1, 1 }, 1)]
    public void Norms_of_windows(int p, long[] kernel, long[] strides, long[] pads, int ceil)
    {
        var model = new OnnxText();
        string result = model.Add(
            "LpPool", ["x"], ("p", p), ("kernel_shape", kernel), ("strides", strides), ("pads", pads), ("ceil_mode", ceil));
        // Of ceil_mode, the operator has known since opset 18.
        Agreement.Check(model.Build(result, 1, 3, 8, 7) with { Opset = 18 });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Norms_of_all_positions(int p)
    {
        var model = new OnnxText();
        Agreement.Check(model.Build(model.Add("GlobalLpPool", ["x"], ("p", p)), 1, 3, 5, 7));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Means_with_other_padding_behind(int counts)
    {
        var model = new OnnxText();
        string result = model.Add("AveragePool", ["x"], ("kernel_shape", new long[] { 3, 2 }), ("strides", new long[] { 2, 1 }),
            ("pads", new long[] { 0, 1, 2, 0 }), ("count_include_pad", counts));
        Agreement.Check(model.Build(result, 1, 3, 8, 7));
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(2, 1, 0)]
    [InlineData(3, 0, 1)]
    [InlineData(2, 1, 1)]
    public void Sums_along_every_dimension(int axis, int reverse, int exclusive)
    {
        var model = new OnnxText();
        string number = model.Longs(axis);
        string place = model.Add("Squeeze", [number, model.Longs(0)]);
        string result = model.Add("CumSum", ["x", place], ("reverse", reverse), ("exclusive", exclusive));
        Agreement.Check(model.Build(result, 1, 3, 4, 5));
    }

    [Theory]
    [InlineData("DCR")]
    [InlineData("CRD")]
    public void Blocks(string mode)
    {
        var model = new OnnxText();
        string result = model.Add("DepthToSpace", ["x"], ("blocksize", 3), ("mode", mode));
        Agreement.Check(model.Build(result, 1, 18, 2, 5));
        model = new OnnxText();
        Agreement.Check(model.Build(model.Add("SpaceToDepth", ["x"], ("blocksize", 2)), 1, 3, 4, 6));
    }

    /// <summary>Where a kernel is smaller than the stride, the result would be smaller than what is asked for.</summary>
    [Theory]
    [InlineData("SAME_UPPER", 1, 2, false)]
    [InlineData("SAME_LOWER", 1, 3, false)]
    [InlineData("SAME_UPPER", 3, 2, false)]
    [InlineData("SAME_UPPER", 2, 3, true)]
    [InlineData("NOTSET", 2, 3, true)]
    [InlineData("SAME_UPPER", 4, 2, true)]
    public void Transposed_convolutions_of_a_size(string pad, int kernel, int stride, bool isGiven)
    {
        var model = new OnnxText();
        (string, object)[] shape = isGiven ? [("output_shape", new long[] { 5 * stride, 4 * stride })] : [];
        string result = model.Add("ConvTranspose", ["x", model.Random("w", 3, 2, kernel, kernel)],
            [("auto_pad", pad), ("strides", new long[] { stride, stride }), .. shape]);
        Agreement.Check(model.Build(result, 1, 3, 5, 4));
    }

    [Fact]
    public void Sizes_that_no_dimension_has_are_named_as_they_are()
    {
        foreach (string type in new[] { "Expand", "Reshape" })
        {
            var model = new OnnxText();
            string result = model.Add(type, ["x", model.Longs(1L << 33, 4)]);
            Assert.Contains("8589934592", Assert.Throws<UnsupportedException>(() => model.Import(result, 1, 4)).Message);
        }

        var constant = new OnnxText();
        string sum = constant.Add("Add", ["x", constant.Add("ConstantOfShape", [constant.Longs(1L << 33)])]);
        Assert.Contains("8589934592", Assert.Throws<UnsupportedException>(() => constant.Import(sum, 1, 4)).Message);
    }

    [Theory]
    [InlineData("Loop", "how often is known at run time only")]
    [InlineData("NonMaxSuppression", "which elements it takes")]
    [InlineData("ArgMax", "indices")]
    [InlineData("QLinearConv", "around operators of floats")]
    [InlineData("Nonsense", "the operator is not known")]
    public void Operators_are_refused_with_a_reason(string type, string reason)
    {
        var model = new OnnxText();
        Assert.Contains(reason, Assert.Throws<UnsupportedException>(() => model.Import(model.Add(type, ["x"]), 1, 4)).Message);
    }

    /// <summary>A constant is ordered as the channels lie that it scales.</summary>
    [Fact]
    public void Scales_of_shuffled_channels()
    {
        var model = new OnnxText();
        string parts = model.Add("Reshape", ["x", model.Longs(0, 2, 3, 4, 5)]);
        string turned = model.Add("Transpose", [parts], ("perm", new long[] { 0, 2, 1, 3, 4 }));
        string shuffled = model.Add("Reshape", [turned, model.Longs(0, 6, 4, 5)]);
        Agreement.Check(model.Build(model.Add("Mul", [shuffled, model.Random("scale", 6, 1, 1)]), 1, 6, 4, 5));
    }

    /// <summary>Operations of graphs that a declaration says in several.</summary>
    [Fact]
    public void Several_say_what_one_cannot()
    {
        Graph[] graphs =
        [
            Build.Single(new DepthToSpace([3, 2]), 2, 5, 18), Build.Single(new SpaceToDepth([2, 3]), 4, 6, 3),
            Build.Single(new DepthToSpace([2, 3, 2]), 2, 3, 4, 24), Build.Single(new SpaceToDepth([2, 3, 2]), 4, 6, 4, 3),
            Build.Single(new IsZero(), 4, 6, 3),
            Build.Single(new CumulativeSum(2, Reverse: true), 4, 5, 3), Build.Single(new CumulativeSum(1), 2, 4, 5, 3),
            Build.Single(new Smooth(2, 1.5), 4, 5, 3),
            Build.Single(new AveragePool([3, 2], [2, 1], [0, 1], CountPadding: false) { PaddingEnd = [2, 0] }, 8, 7, 3),
            Build.Single(new AveragePool([3, 2], [2, 3], [0, 0], CeilMode: true, CountPadding: false) { PaddingEnd = [1, 0] }, 8, 7, 3),
        ];
        foreach (Graph graph in graphs) Agreement.Written(graph);
    }
}
