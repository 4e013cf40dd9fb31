using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class LinearTests
{
    [Theory]
    [InlineData("1", "outputs: 1")]
    [InlineData("37", "outputs: 13")]
    [InlineData("64", "outputs: 1000, bias: false")]
    [InlineData("5x7", "outputs: 3")]
    [InlineData("4x3x17", "outputs: 16, bias: false")]
    [InlineData("2x4x3x5", "outputs: 6")]
    public void Agrees_with_ONNX_Runtime(string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("Linear", properties, shape);

    [Fact]
    public void Multiplies_by_hand() => Assert.Equal(
        [1 * 3 + 2 * 4 + 0.5, 5 * 3 + 6 * 4 - 0.5],
        new OperationCase("Linear", "outputs: 2", "2").Evaluate([[3, 4]], ("weight", [1, 2, 5, 6]), ("bias", [0.5, -0.5])));

    [Theory]
    [InlineData("outputs: 2000000000", "3", "2000000000 outputs of 3 inputs take more than 2147483591 weights")]
    [InlineData("outputs: 1", "200000000",
        "1 outputs of 200000000 inputs take more than 2147483591 weights, kept in whole vectors of 16 outputs")]
    [InlineData("outputs: 2147483647", "1", "more than 2147483591 elements")]
    public void Has_no_more_weights_than_can_be_counted(string properties, string input, string part) =>
        Assert.Contains(part, OperationCase.Error("Linear", properties, input));

    [Fact]
    public void Counts_parameters_and_multiply_adds()
    {
        Graph graph = new OperationCase("Linear", "outputs: 6", "5x4").Graph;
        Assert.Equal([new Parameter("layer.weight", [6, 4], ParameterKind.Weight, 4), new Parameter("layer.bias", [6], ParameterKind.Bias)],
            graph.Parameters);
        Assert.Equal(5 * 6 * 4, graph.MultiplyAdds);
    }

    [Fact]
    public void Needs_outputs() =>
        Assert.Equal("Linear: outputs is 0, but it must be at least 1.", OperationCase.Error("Linear", "outputs: 0", "8"));
}
