using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class FlattenTests
{
    [Theory]
    [InlineData("7x5x3")]
    [InlineData("4x5")]
    [InlineData("6")]
    [InlineData("2x3x4x5")]
    public void Agrees_with_ONNX_Runtime(string shape) => OperationCase.AgreesWithOnnxRuntime("Flatten", "", shape);

    [Fact]
    public void Puts_the_channel_first() =>
        Assert.Equal([1, 2, 3, 10, 20, 30], new OperationCase("Flatten", "", "3x1x2").Evaluate(1, 10, 2, 20, 3, 30));
}
