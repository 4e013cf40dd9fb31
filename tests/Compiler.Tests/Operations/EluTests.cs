using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class EluTests
{
    [Theory]
    [InlineData("", 2, 2)]
    [InlineData("", -0.5, -0.3934693402873666)]
    [InlineData("alpha: 2", -0.5, -0.7869386805747332)]
    [InlineData("", double.NegativeInfinity, -1)]
    public void Has_its_values(string properties, double x, double expected) =>
        Assert.Equal(expected, new OperationCase("Elu", properties, "1").Evaluate(x)[0], 14);

    [Theory]
    [InlineData("7x5x17", "alpha: 0.3")]
    public void Agrees_with_ONNX_Runtime(string shape, string properties) => OperationCase.AgreesWithOnnxRuntime("Elu", properties, shape);
}
