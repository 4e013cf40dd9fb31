using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class GeluTests
{
    [Theory]
    [InlineData("", -3, -0.00404969409489031)]
    [InlineData("", -0.5, -0.15426876936299344)]
    [InlineData("", 0.25, 0.14967658142073093)]
    [InlineData("", 2, 1.9544997361036416)]
    [InlineData("approximate: true", -3, -0.0036373920817729943)]
    [InlineData("approximate: true", -0.5, -0.15428599017485606)]
    [InlineData("approximate: true", 0.25, 0.149675350701685)]
    [InlineData("approximate: true", 2, 1.954597694087775)]
    public void Has_its_values(string properties, double x, double expected) =>
        Assert.Equal(expected, new OperationCase("Gelu", properties, "1").Evaluate(x)[0], 14);

    [Theory]
    [InlineData("7x5x17", "approximate: true")]
    public void Agrees_with_ONNX_Runtime(string shape, string properties) => OperationCase.AgreesWithOnnxRuntime("Gelu", properties, shape);
}
