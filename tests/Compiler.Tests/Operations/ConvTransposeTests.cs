using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class ConvTransposeTests
{
    [Theory]
    [InlineData("1x1x1", "outputs: 1, kernel: 1")]
    [InlineData("5x7x3", "outputs: 5, kernel: 2, stride: 2")]
    [InlineData("5x7x17", "outputs: 19, kernel: 3, stride: 2, outputPadding: 1")]
    [InlineData("5x7x3", "outputs: 4, kernel: 4, stride: 2, bias: false")]
    [InlineData("5x7x3", "outputs: 4, kernel: (3, 5), stride: (2, 3), padding: (0, 1), outputPadding: (1, 2)")]
    [InlineData("5x7x4", "outputs: 6, kernel: 3, padding: 2, groups: 2")]
    [InlineData("5x7x4", "outputs: 4, kernel: 3, stride: 2, dilation: 3, groups: 4, outputPadding: 1")]
    [InlineData("5x7x4", "outputs: 4, kernel: 1, stride: 3")]
    [InlineData("9x3", "outputs: 5, kernel: 4, stride: 2")]
    [InlineData("3x2x4x3", "outputs: 2, kernel: 2, stride: (2, 1, 3)")]
    [InlineData("4x4x3", "outputs: 2, kernel: 16, stride: 8, padding: 4")]
    public void Agrees_with_ONNX_Runtime(string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("ConvTranspose", properties, shape);

    [Theory]
    [InlineData("4x5x4", "outputs: 17, kernel: 3, stride: 2, dilation: 2")]
    [InlineData("4x5x4", "outputs: 4, kernel: (2, 3), stride: (2, 4), dilation: (3, 2), groups: 4")]
    [InlineData("4x5x4", "outputs: 5, kernel: 1, stride: 3, padding: 0, outputPadding: 2")]
    [InlineData("6x4", "outputs: 2, kernel: 2, stride: 2, dilation: 2, groups: 2")]
    public void Infinity_reaches_what_it_reaches_in_ONNX_Runtime(string shape, string properties) =>
        OperationCase.ReachesAsInOnnxRuntime("ConvTranspose", properties, shape);

    [Fact]
    public void Spreads_the_windows_by_hand()
    {
        var layer = new OperationCase("ConvTranspose", "outputs: 1, kernel: 3, stride: 2, padding: 0", "2x1");
        Assert.Equal([2 + 0.5, 20 + 0.5, 200 + 3 + 0.5, 30 + 0.5, 300 + 0.5],
            layer.Evaluate([[2, 3]], ("weight", [1, 10, 100]), ("bias", [0.5])));
    }

    [Fact]
    public void Keeps_PyTorch_dimensions()
    {
        Graph graph = new OperationCase("ConvTranspose", "outputs: 6, kernel: (3, 5), groups: 2, stride: 2, bias: true", "8x8x4").Graph;
        Assert.Equal(
            [new Parameter("layer.weight", [4, 3, 3, 5], ParameterKind.Weight, 45), new Parameter("layer.bias", [6], ParameterKind.Bias)],
            graph.Parameters);
        Assert.Equal(8 * 8 * 4 * 3 * 15, graph.MultiplyAdds);
    }

    [Theory]
    [InlineData("outputs: 5, kernel: 3, stride: 2, outputPadding: 2", "4x4x1", "must be smaller than the stride of 2 or the dilation of 1")]
    [InlineData("outputs: 5, kernel: 2, padding: 4", "3x3x1", "The height of 3 becomes")]
    [InlineData("outputs: 5, kernel: 3, groups: 2", "4x4x4", "the layer has 5 outputs")]
    [InlineData("outputs: 5, kernel: 3", "4", "has no spatial dimensions")]
    public void Says_what_is_wrong(string properties, string shape, string part) =>
        Assert.Contains(part, OperationCase.Error("ConvTranspose", properties, shape), StringComparison.OrdinalIgnoreCase);
}
