using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class ConvTests
{
    [Theory]
    [InlineData("1x1x1", "outputs: 1, kernel: 1")]
    [InlineData("7x5x3", "outputs: 5, kernel: 3")]
    [InlineData("13x11x17", "outputs: 19, kernel: 1")]
    [InlineData("13x11x3", "outputs: 7, kernel: (3, 5), stride: (2, 1)")]
    [InlineData("13x11x3", "outputs: 7, kernel: (1, 7), padding: (0, 3)")]
    [InlineData("13x11x3", "outputs: 7, kernel: (5, 2), stride: (1, 3), padding: (4, 0), dilation: (2, 3)")]
    [InlineData("9x9x16", "outputs: 32, kernel: 3, stride: 2, padding: 1, bias: false")]
    [InlineData("10x9x12", "outputs: 18, kernel: 3, groups: 3")]
    [InlineData("10x9x5", "outputs: 10, kernel: 3, groups: 5")]
    [InlineData("8x8x4", "outputs: 4, kernel: 2, stride: 2")]
    [InlineData("17x3", "outputs: 5, kernel: 4, stride: 2, padding: 1")]
    [InlineData("5x6x7x3", "outputs: 4, kernel: (3, 2, 1), stride: (1, 2, 3)")]
    [InlineData("20", "outputs: 6, kernel: 1")]
    [InlineData("20", "outputs: 6, kernel: 1, groups: 2, bias: false")]
    public void Agrees_with_ONNX_Runtime(string shape, string properties) => OperationCase.AgreesWithOnnxRuntime("Conv", properties, shape);

    [Theory]
    [InlineData("10x9x5", "kernel: 3")]
    [InlineData("10x9x17", "kernel: 5, stride: 2, bias: false")]
    [InlineData("10x9x2", "kernel: 3, multiplier: 3")]
    public void Depthwise_agrees_with_ONNX_Runtime(string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("DepthwiseConv", properties, shape);

    [Theory]
    [InlineData("outputs: 8, kernel: 7, stride: 2", "224x224x3", "(112, 112, 8)")]
    [InlineData("outputs: 8, kernel: 3, padding: 0", "13x7x3", "(11, 5, 8)")]
    [InlineData("outputs: 8, kernel: 3, dilation: 2", "13x7x3", "(13, 7, 8)")]
    [InlineData("outputs: 8, kernel: (3, 1), stride: (2, 1)", "48x192x3", "(24, 192, 8)")]
    public void Infers_the_shape(string properties, string input, string expected) =>
        Assert.Equal(expected, new OperationCase("Conv", properties, input).Shape.ToString());

    [Fact]
    public void Slides_the_window_by_hand()
    {
        var conv = new OperationCase("Conv", "outputs: 1, kernel: 2, padding: 0", "2x3x1");
        Assert.Equal([1 * 1 + 2 * 10 + 4 * 100 + 5 * 1000 + 0.5, 2 * 1 + 3 * 10 + 5 * 100 + 6 * 1000 + 0.5],
            conv.Evaluate([[1, 2, 3, 4, 5, 6]], ("weight", [1, 10, 100, 1000]), ("bias", [0.5])));
    }

    [Fact]
    public void Counts_parameters_and_multiply_adds()
    {
        Graph graph = new OperationCase("Conv", "outputs: 6, kernel: (3, 5), groups: 2, stride: 2, bias: true", "8x8x4").Graph;
        Assert.Equal(
            [new Parameter("layer.weight", [6, 2, 3, 5], ParameterKind.Weight, 30), new Parameter("layer.bias", [6], ParameterKind.Bias)],
            graph.Parameters);
        Assert.Equal(4 * 4 * 6 * 2 * 15, graph.MultiplyAdds);
    }

    [Fact]
    public void Keeps_PyTorch_dimensions_without_spatial_ones() =>
        Assert.Equal([6, 4, 1, 1], new OperationCase("Conv", "outputs: 6, kernel: 1", "4").Graph.Parameters[0].Dimensions);

    [Fact]
    public void Groups_must_divide() => Assert.Equal(
        "Conv: groups is 3, but the layer has 128 outputs; both must divide by the number of groups.",
        OperationCase.Error("Conv", "outputs: 128, kernel: 3, groups: 3", "8x8x64"));

    [Theory]
    [InlineData("outputs: 8, kernel: 9, padding: 0", "5x5x3", "covers 9 positions, but the height of the input (5, 5, 3) is 5")]
    [InlineData("outputs: 0, kernel: 1", "5x5x3", "outputs is 0, but it must be at least 1")]
    [InlineData("outputs: 1, kernel: 1, stride: 0", "5x5x3", "stride is (0, 0), but each number must be at least 1")]
    [InlineData("outputs: 1, kernel: 1, padding: -1", "5x5x3", "padding is (-1, -1)")]
    [InlineData("outputs: 1, kernel: (1, 2, 3)", "5x5x3", "one whole number, or 2 in parentheses")]
    [InlineData("outputs: 1, kernel: 3", "5", "only kernel 1 is possible")]
    [InlineData("outputs: 1", "5x5x3", "the argument kernel is missing")]
    [InlineData("outputs: 1, kernel: 1", "5x5x3, 5x5x3", "given 2 inputs")]
    [InlineData("outputs: 2000000000, kernel: 1", "5x5x3", "more than 2147483591 elements")]
    [InlineData("outputs: 1, kernel: 2147483647", "8x8x3", "elements with its padding of (1073741823, 1073741823) on each side")]
    [InlineData("outputs: 1, kernel: 2147483647", "8x3", "elements with its padding of (1073741823) on each side")]
    [InlineData("outputs: 64, kernel: 3, dilation: 20000", "32x32x3", "elements with its padding of (20000, 20000) on each side")]
    [InlineData("outputs: 64, kernel: 3, stride: 40000000", "32x32x3", "stride is (40000000, 40000000)")]
    [InlineData("outputs: 1, kernel: 2147483647, dilation: 2147483647", "8x8x3", "dilation is (2147483647, 2147483647)")]
    [InlineData("outputs: 1, kernel: 2147483647, dilation: 16777216", "8x8x3", "the window covers 36028796985409537 positions")]
    [InlineData("outputs: 1, kernel: 2147483647, dilation: 2147483647, padding: 0", "8x8x3", "dilation is (2147483647, 2147483647)")]
    [InlineData("outputs: 1, kernel: 1, padding: 2147483647", "8x8x3", "more than 2147483591 elements")]
    [InlineData("outputs: 1, kernel: -2147483648, dilation: 2147483647", "8x8x3", "dilation is (2147483647, 2147483647)")]
    [InlineData("outputs: 64, kernel: 3, padding: 0, dilation: 40000000", "32x32x3", "(40000000, 40000000)")]
    [InlineData("outputs: 1, kernel: 1, padding: 2000000000", "32x32x3", "more than 2147483591")]
    [InlineData("outputs: 4, kernel: 7", "23170x23170x4", "more than 2147483591 elements with its padding of (3, 3)")]
    [InlineData("outputs: 30000, kernel: 3", "3x3x10000", "at 9 positions of the kernel take more than 2147483591")]
    public void Says_what_is_wrong(string properties, string input, string part) =>
        Assert.Contains(part, OperationCase.Error("Conv", properties, input));
}
