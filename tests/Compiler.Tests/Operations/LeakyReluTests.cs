using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class LeakyReluTests
{
    [Theory]
    [InlineData("", -2, -0.02)]
    [InlineData("slope: 0.1", -2, -0.2)]
    [InlineData("", 3.5, 3.5)]
    public void Has_its_values(string properties, double x, double expected) =>
        Assert.Equal(expected, new OperationCase("LeakyRelu", properties, "1").Evaluate(x)[0], 14);

    [Theory]
    [InlineData("7x5x17", "slope: 0.25")]
    public void Agrees_with_ONNX_Runtime(string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("LeakyRelu", properties, shape);
}
