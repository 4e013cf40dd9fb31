using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class MultiplyTests
{
    [Theory]
    [InlineData("1, 1")]
    [InlineData("7x5x17, 7x5x17")]
    [InlineData("7x5x17, 17")]
    [InlineData("1x1x17, 7x5x17")]
    [InlineData("5x3, 3")]
    public void Agrees_with_ONNX_Runtime(string shapes) => OperationCase.AgreesWithOnnxRuntime("Multiply", "", shapes);

    [Fact]
    public void Scales_each_channel() =>
        Assert.Equal([10, 40, 30, 80], new OperationCase("Multiply", "", "2x2, 2").Evaluate([[1, 2, 3, 4], [10, 20]]));

    [Fact]
    public void Gates_must_have_the_channels_of_the_value() =>
        Assert.StartsWith("Multiply: the left side is (8, 8, 64), the right side (32), but",
            OperationCase.Error("Multiply", "", "8x8x64, 32"));
}
