using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class SoftmaxTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("17")]
    [InlineData("5x7")]
    [InlineData("7x5x2")]
    public void Agrees_with_ONNX_Runtime(string shape) => OperationCase.AgreesWithOnnxRuntime("Softmax", "", shape);

    [Fact]
    public void Acts_on_the_channels_of_each_position()
    {
        double[] values = new OperationCase("Softmax", "", "2x2").Evaluate(0, Math.Log(3), 5, 5);
        GraphChecks.Close([0.25, 0.75, 0.5, 0.5], values, 1e-15);
    }

    [Fact]
    public void Does_not_overflow() =>
        GraphChecks.Close([0.5, 0.5, 0], new OperationCase("Softmax", "", "3").Evaluate(1e4, 1e4, -1e4), 1e-15);

    [Fact]
    public void NaN_spoils_its_position_only()
    {
        double[] values = new OperationCase("Softmax", "", "2x2").Evaluate(double.NaN, 1, 2, 2);
        Assert.True(double.IsNaN(values[0]) && double.IsNaN(values[1]));
        Assert.Equal([0.5, 0.5], values[2..]);
    }
}
