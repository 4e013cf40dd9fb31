using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class AutoPaddingTests
{
    [Theory]
    [InlineData("Conv", "6x5x2", "outputs: 3, kernel: 3, stride: 2, padding: Same", "(3, 3, 3)")]
    [InlineData("Conv", "7x7x2", "outputs: 3, kernel: (2, 5), stride: (1, 3), padding: Same", "(7, 3, 3)")]
    [InlineData("Conv", "9x2", "outputs: 3, kernel: 3, dilation: 2, padding: Causal", "(9, 3)")]
    [InlineData("Conv", "9x2", "outputs: 3, kernel: 4, stride: 2, padding: Same, groups: 1", "(5, 3)")]
    [InlineData("Conv", "6x5x2", "outputs: 3, kernel: 3, padding: (0, 1), paddingEnd: (2, 0)", "(6, 4, 3)")]
    [InlineData("Conv", "6x5x2", "outputs: 3, kernel: 3, paddingEnd: (2, 0)", "(7, 4, 3)")]
    [InlineData("DepthwiseConv", "6x5x4", "kernel: 3, paddingEnd: (2, 0)", "(7, 4, 4)")]
    [InlineData("ConvTranspose", "3x4x2", "outputs: 3, kernel: 3, stride: 2, padding: 0, paddingEnd: 1", "(6, 8, 3)")]
    [InlineData("DepthwiseConv", "6x5x4", "kernel: 3, stride: 2, padding: Same", "(3, 3, 4)")]
    [InlineData("MaxPool", "6x5x2", "kernel: 3, stride: 2, padding: Same", "(3, 3, 2)")]
    [InlineData("AveragePool", "6x5x2", "kernel: 3, stride: 2, padding: Same", "(3, 3, 2)")]
    [InlineData("AveragePool", "5x5x2", "kernel: 2, padding: Same", "(3, 3, 2)")]
    [InlineData("ConvTranspose", "3x4x2", "outputs: 3, kernel: 3, stride: 2, padding: Same", "(6, 8, 3)")]
    [InlineData("ConvTranspose", "3x4x2", "outputs: 3, kernel: (1, 2), stride: 3, padding: Same", "(9, 12, 3)")]
    [InlineData("ConvTranspose", "5x2", "outputs: 3, kernel: 4, stride: 1, padding: Same", "(5, 3)")]
    public void Agrees_with_ONNX_Runtime(string kind, string shape, string properties, string expected)
    {
        Assert.Equal(expected, new OperationCase(kind, properties, shape).Shape.ToString());
        OperationCase.AgreesWithOnnxRuntime(kind, properties, shape);
    }

    [Fact]
    public void Odd_position_goes_to_the_end() => Assert.Equal(
        [3 + 0.0, 5],
        new OperationCase("Conv", "outputs: 1, kernel: 2, padding: Same, bias: false", "2x1").Evaluate([[1, 2]], ("weight", [1, 1]))
            .Select((value, i) => i == 0 ? value : value + 3));

    [Fact]
    public void Causal_results_know_no_later_position() => Assert.Equal(
        [10, 21, 32], new OperationCase("Conv", "outputs: 1, kernel: 2, padding: Causal, bias: false", "3x1")
            .Evaluate([[1, 2, 3]], ("weight", [1, 10])));

    [Theory]
    [InlineData("Conv", "outputs: 1, kernel: 3, padding: Causal", "5x5x1", "is no sequence (L, C)")]
    [InlineData("Conv", "outputs: 1, kernel: 3, padding: Full", "5x5x1", "one of Same, Causal was expected")]
    [InlineData("MaxPool", "kernel: 3, padding: Causal", "5x1", "only Conv and DepthwiseConv")]
    [InlineData("ConvTranspose", "outputs: 1, kernel: 3, padding: Causal", "5x1", "only Conv and DepthwiseConv")]
    [InlineData("ConvTranspose", "outputs: 1, kernel: 3, padding: Same, outputPadding: 1", "5x1", "Leave it out")]
    [InlineData("Conv", "outputs: 1, kernel: 3, padding: Same, paddingEnd: 1", "5x5x1", "Leave it out, or give the padding as numbers")]
    [InlineData("Conv", "outputs: 1, kernel: 3, paddingEnd: -1", "5x5x1", "paddingEnd")]
    [InlineData("ConvTranspose", "outputs: 1, kernel: 3, padding: Same, paddingEnd: 1", "5x5x1", "Leave it out")]
    [InlineData("AveragePool", "kernel: 2, padding: Same, countPadding: true", "5x1", "never counts")]
    public void Says_what_is_wrong(string kind, string properties, string shape, string part) =>
        Assert.Contains(part, OperationCase.Error(kind, properties, shape));
}
