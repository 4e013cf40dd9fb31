using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class MaxPoolTests
{
    [Theory]
    [InlineData("1x1x1", "kernel: 1")]
    [InlineData("8x8x3", "kernel: 2")]
    [InlineData("13x11x17", "kernel: 3, stride: 2, padding: 1")]
    [InlineData("13x11x5", "kernel: (3, 2), stride: (1, 2), padding: (1, 0)")]
    [InlineData("14x14x5", "kernel: 3, stride: 2, ceilMode: true")]
    [InlineData("7x7x5", "kernel: 2, stride: 2, padding: 1, ceilMode: true")]
    [InlineData("6x5x2", "kernel: 2, stride: 3, padding: 1, ceilMode: true")]
    [InlineData("6x5x2", "kernel: 3, stride: 2, padding: 2, ceilMode: true")]
    [InlineData("9x4", "kernel: 3, stride: 2")]
    [InlineData("4x6x5x3", "kernel: (2, 3, 3), stride: (2, 1, 2), padding: (0, 1, 1)")]
    [InlineData("7x8x5", "kernel: 3, stride: 2, paddingEnd: (1, 2)")]
    [InlineData("7x8x5", "kernel: (3, 2), stride: 1, padding: (0, 1), paddingEnd: (2, 0), ceilMode: true")]
    [InlineData("9x11x5", "kernel: 3, stride: 1, dilation: 2")]
    [InlineData("9x11x5", "kernel: (2, 3), stride: (2, 3), dilation: (3, 2), padding: (1, 2), paddingEnd: (0, 2)")]
    [InlineData("14x5", "kernel: 4, stride: 3, dilation: 3, padding: 3, ceilMode: true")]
    [InlineData("6x7x8x3", "kernel: 2, stride: (1, 2, 1), dilation: (3, 2, 1), padding: (1, 0, 0)")]
    public void Agrees_with_ONNX_Runtime(string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("MaxPool", properties, shape);

    [Theory]
    [InlineData("112x112x64", "kernel: 3, stride: 2, padding: 1", "(56, 56, 64)")]
    [InlineData("13x13x4", "kernel: 3, stride: 2, ceilMode: true", "(6, 6, 4)")]
    [InlineData("14x14x4", "kernel: 3, stride: 2, ceilMode: true", "(7, 7, 4)")]
    // The third window would start at 5, beyond the padding: it is left out.
    [InlineData("4x4x1", "kernel: 2, stride: 3, padding: 1, ceilMode: true", "(2, 2, 1)")]
    public void Infers_the_shape(string shape, string properties, string expected) =>
        Assert.Equal(expected, new OperationCase("MaxPool", properties, shape).Shape.ToString());

    [Fact]
    public void Ignores_the_padding() =>
        Assert.Equal([-1, -2], new OperationCase("MaxPool", "kernel: 3, stride: 2, padding: 1", "3x1").Evaluate(-1, -3, -2));

    [Fact]
    public void Keeps_NaN() =>
        Assert.Equal([double.NaN, double.NaN, 4],
            new OperationCase("MaxPool", "kernel: 2, stride: 1", "4x1").Evaluate(1, double.NaN, 3, 4));

    [Theory]
    [InlineData("kernel: 3, padding: 3", "8x8x1",
        "padding is 3, but the kernel is 3; padding must be smaller than the kernel. Use 2 or less.")]
    [InlineData("kernel: 3, paddingEnd: 4", "8x8x1", "paddingEnd is 4, but the kernel is 3")]
    [InlineData("kernel: 2, dilation: 3, padding: 4", "8x1", "padding is 4, but the window covers 4 positions")]
    [InlineData("kernel: 2, dilation: 3, padding: 1", "2x1", "window 0 along the length of 2 has all of its 2 positions in the padding")]
    [InlineData("kernel: 2, padding: Same, paddingEnd: 1", "5x1", "paddingEnd is given, but the padding is Same")]
    [InlineData("kernel: 9", "8x8x1", "covers 9 positions")]
    [InlineData("kernel: 2", "8", "has no spatial dimensions")]
    public void Says_what_is_wrong(string properties, string shape, string part) =>
        Assert.Contains(part, OperationCase.Error("MaxPool", properties, shape));
}
