using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class BatchNormTests
{
    [Theory]
    [InlineData("1", "")]
    [InlineData("5x17", "")]
    [InlineData("7x3x16", "epsilon: 0.001")]
    [InlineData("2x3x4x5", "epsilon: 0.1")]
    public void Agrees_with_ONNX_Runtime(string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("BatchNorm", properties, shape);

    [Fact]
    public void Normalises_by_hand() => Assert.Equal(
        [(7 - 1) / 2.0 * 10 + 100, (5 - 2) / 3.0 * 20 + 200],
        new OperationCase("BatchNorm", "epsilon: 0", "2").Evaluate(
            [[7, 5]], ("weight", [10, 20]), ("bias", [100, 200]), ("running_mean", [1, 2]), ("running_var", [4, 9])));

    [Fact]
    public void Counts_no_running_statistics()
    {
        Graph graph = new OperationCase("BatchNorm", "", "4x4x10").Graph;
        Assert.Equal(["layer.weight", "layer.bias", "layer.running_mean", "layer.running_var"],
            graph.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(20, graph.ParameterCount);
        Assert.Equal(0, graph.MultiplyAdds);
    }

    [Fact]
    public void Epsilon_is_not_negative() => Assert.Contains("epsilon is -1", OperationCase.Error("BatchNorm", "epsilon: -1", "8"));
}
