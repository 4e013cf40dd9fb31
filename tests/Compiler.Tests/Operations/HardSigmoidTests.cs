using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class HardSigmoidTests
{
    [Theory]
    [InlineData("", -3, 0)]
    [InlineData("", 0, 0.5)]
    [InlineData("", 1, 2.0 / 3)]
    [InlineData("", 3, 1)]
    [InlineData("slope: 0.2, offset: 0.5", 1, 0.7)]
    [InlineData("slope: 0.2, offset: 0.5", 2.9, 1)]
    public void Has_its_values(string properties, double x, double expected) =>
        Assert.Equal(expected, new OperationCase("HardSigmoid", properties, "1").Evaluate(x)[0], 14);

    [Theory]
    [InlineData("7x5x17", "slope: 0.2, offset: 0.4")]
    public void Agrees_with_ONNX_Runtime(string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("HardSigmoid", properties, shape);
}
