using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class AveragePoolTests
{
    [Theory]
    [InlineData("1x1x1", "kernel: 1")]
    [InlineData("8x8x3", "kernel: 2")]
    [InlineData("13x11x17", "kernel: 3, stride: 2, padding: 1")]
    [InlineData("13x11x17", "kernel: 3, stride: 2, padding: 1, countPadding: false")]
    [InlineData("13x11x5", "kernel: (3, 2), stride: (1, 2), padding: (1, 0)")]
    [InlineData("14x14x5", "kernel: 3, stride: 2, ceilMode: true")]
    [InlineData("14x14x5", "kernel: 3, stride: 2, ceilMode: true, countPadding: false")]
    [InlineData("7x7x5", "kernel: 2, stride: 2, padding: 1, ceilMode: true")]
    [InlineData("6x5x2", "kernel: 2, stride: 3, padding: 1, ceilMode: true, countPadding: false")]
    [InlineData("6x5x2", "kernel: 3, stride: 2, padding: 2, ceilMode: true")]
    [InlineData("6x5x2", "kernel: 3, stride: 2, padding: 2, countPadding: false")]
    [InlineData("9x4", "kernel: 3, stride: 2")]
    [InlineData("4x6x5x3", "kernel: (2, 3, 3), stride: (2, 1, 2), padding: (0, 1, 1)")]
    [InlineData("7x8x5", "kernel: 3, stride: 2, paddingEnd: (1, 2)")]
    [InlineData("7x8x5", "kernel: (3, 2), stride: 1, padding: (0, 1), paddingEnd: (2, 0), countPadding: false")]
    [InlineData("8x8x3", "kernel: 3, stride: 3, padding: 1, paddingEnd: 2, ceilMode: true")]
    [InlineData("9x11x5", "kernel: 3, stride: 1, dilation: 2")]
    [InlineData("9x11x5", "kernel: (2, 3), stride: (2, 3), dilation: (3, 2), padding: (1, 2), paddingEnd: (0, 2)")]
    [InlineData("9x11x5", "kernel: (2, 3), stride: (2, 3), dilation: (3, 2), padding: (1, 2), countPadding: false")]
    public void Agrees_with_ONNX_Runtime(string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("AveragePool", properties, shape);

    [Fact]
    public void Counts_the_padding_by_default() =>
        Assert.Equal([(1 + 2) / 3.0, (2 + 6) / 3.0],
            new OperationCase("AveragePool", "kernel: 3, stride: 2, padding: 1", "3x1").Evaluate(1, 2, 6));

    [Fact]
    public void Counts_more_padding_than_an_int_holds() => Assert.Equal(
        [1, 3], new OperationCase("AveragePool", "kernel: 50001, padding: 25000", "1x1x2").Evaluate(50001.0 * 50001, 3 * 50001.0 * 50001));

    [Fact]
    public void Leaves_the_padding_out_on_request() =>
        Assert.Equal([1.5, 4], new OperationCase("AveragePool", "kernel: 3, stride: 2, padding: 1, countPadding: false", "3x1")
            .Evaluate(1, 2, 6));

    [Fact]
    public void Counts_the_positions_of_a_dilated_window() => Assert.Equal(
        [3, 2, 4, 3], new OperationCase("AveragePool", "kernel: 2, stride: 1, dilation: 2, padding: 1, countPadding: false", "4x1")
            .Evaluate(1, 3, 3, 5));

    [Fact]
    public void Never_counts_what_ceil_mode_adds() =>
        Assert.Equal([2, 4], new OperationCase("AveragePool", "kernel: 3, stride: 3, ceilMode: true", "4x1").Evaluate(1, 2, 3, 4));

    [Fact]
    public void Padding_is_smaller_than_the_kernel() =>
        Assert.Contains("padding is 3, but the kernel is 3", OperationCase.Error("AveragePool", "kernel: 3, padding: 3", "8x8x1"));
}
