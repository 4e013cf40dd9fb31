using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class ReductionsTests
{
    [Theory]
    [InlineData("Mean", 2.5)]
    [InlineData("Sum", 10)]
    [InlineData("Max", 4)]
    [InlineData("Min", 1)]
    [InlineData("L2Norm", 5.477225575051661)]
    public void Has_its_values(string kind, double expected) =>
        Assert.Equal(expected, Assert.Single(new OperationCase(kind, "axes: All", "2x2").Evaluate(4, 1, 2, 3)), 14);

    [Theory]
    [InlineData("", "7x5x17", "(17)")]
    [InlineData("axes: Positions", "2x3x4x5", "(5)")]
    [InlineData("keep: true", "7x5x17", "(1, 1, 17)")]
    [InlineData("axes: Channels", "7x5x17", "(7, 5, 1)")]
    [InlineData("axes: \"Height, Width\"", "2x3x4x5", "(2, 1, 1, 5)")]
    [InlineData("axes: \"Height, Width\"", "3x4x5", "(5)")]
    [InlineData("axes: \"Frames, Channels\"", "2x3x4x5", "(1, 3, 4, 1)")]
    [InlineData("axes: All", "7x5x17", "(1)")]
    [InlineData("axes: All, keep: true", "7x5x17", "(1, 1, 1)")]
    [InlineData("", "1x1x3", "(3)")]
    [InlineData("axes: Width", "7x1x3", "(7, 1, 3)")]
    public void Agrees_with_ONNX_Runtime(string properties, string shape, string result)
    {
        foreach (string kind in new[] { "Mean", "Sum", "Max", "Min", "L2Norm" })
        {
            OperationCase.AgreesWithOnnxRuntime(kind, properties, shape);
            Assert.Equal(result, new OperationCase(kind, properties, shape).Shape.ToString());
        }
    }

    [Theory]
    [InlineData("", "3", "it runs along Axes.Positions, but the input (3) has no positions")]
    [InlineData("axes: Frames", "7x5x17", "the axes are Axes.Frames, but the input (7, 5, 17) has no Axes.Frames")]
    [InlineData("axes: \"Frames, Channels\"", "7x5x17", "the input (7, 5, 17) has no Axes.Frames")]
    public void Says_which_axes_are_missing(string properties, string shape, string part)
    {
        foreach (string kind in new[] { "Mean", "Sum", "Max", "Min", "L2Norm" })
            Assert.Contains(part, OperationCase.Error(kind, properties, shape));
    }

    [Theory]
    [InlineData("axes: Positions", "7x5x17")]
    [InlineData("axes: Width", "7x5x17")]
    [InlineData("axes: \"Height, Width\"", "2x3x4x5")]
    [InlineData("axes: All", "7x5x17")]
    [InlineData("axes: Channels", "7x5x17")]
    public void Softmax_agrees_with_ONNX_Runtime(string axes, string shape) => OperationCase.AgreesWithOnnxRuntime("Softmax", axes, shape);

    [Fact]
    public void Softmax_over_positions_adds_up_to_one_and_does_not_overflow() =>
        Assert.Equal([0.5, 0.5], new OperationCase("Softmax", "axes: Positions", "2x1").Evaluate(1000, 1000));

    [Theory]
    [InlineData(1)]
    [InlineData(1e-30)]
    [InlineData(-7)]
    public void A_masked_mean_does_not_depend_on_the_masks_scale(double scale)
    {
        var masked = new OperationCase("GlobalAveragePool", "", "4x2, 4x1");
        double[] mean = masked.Evaluate([[1, 10, 2, 20, 3, 30, 4, 40], [scale, 0, 3 * scale, 0]]);
        Assert.Equal([2.5, 25], mean.Select(value => Math.Round(value, 12)));
    }

    [Fact]
    public void A_mask_may_have_a_channel_for_each() => Assert.Equal(
        [1, 30, 0], new OperationCase("GlobalAveragePool", "", "2x3, 2x3").Evaluate([[1, 10, 5, 3, 30, 7], [2, 0, 0, 0, 5, 0]]));

    [Fact]
    public void An_empty_mask_gives_zero() => Assert.Equal(
        [0, 0], new OperationCase("GlobalAveragePool", "", "4x2, 4x1").Evaluate([[1, 10, 2, 20, 3, 30, 4, 40], [0, 0, 0, 0]]));

    [Theory]
    [InlineData("7x5x17, 7x5x1")]
    [InlineData("9x3, 9x1")]
    public void A_masked_mean_agrees_with_ONNX_Runtime(string shapes) =>
        OperationCase.AgreesWithOnnxRuntime("GlobalAveragePool", "", shapes);

    [Fact]
    public void A_mask_has_the_positions_of_the_input() => Assert.Equal(
        "GlobalAveragePool: the input is (8, 8, 3), the mask (4, 4, 1), but a mask has the input's positions and one "
            + "channel, or as many as "
        + "the input: (8, 8, 1). Resize it with Upsample or Subsample, or give it that shape with Reshape.",
        OperationCase.Error("GlobalAveragePool", "", "8x8x3, 4x4x1"));
}
