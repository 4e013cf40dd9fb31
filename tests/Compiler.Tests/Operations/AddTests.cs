using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class AddTests
{
    [Theory]
    [InlineData("1, 1")]
    [InlineData("7x5x17, 7x5x17")]
    [InlineData("7x5x17, 17")]
    [InlineData("17, 7x5x17")]
    [InlineData("7x5x17, 1x1x17")]
    [InlineData("5x3, 3")]
    [InlineData("2x3x4x5, 2x3x4x5")]
    [InlineData("4x3x2, 4x3x2, 2")]
    public void Agrees_with_ONNX_Runtime(string shapes) => OperationCase.AgreesWithOnnxRuntime("Add", "", shapes);

    [Fact]
    public void Adds_a_channel_to_every_position() =>
        Assert.Equal([11, 22, 13, 24], new OperationCase("Add", "", "2x2, 2").Evaluate([[1, 2, 3, 4], [10, 20]]));

    [Fact]
    public void Other_channels_are_named_with_the_remedy() => Assert.Equal(
        "Add: the left side is (56, 56, 64), the right side (56, 56, 256), but both must have the same number of channels. "
        + "Give the layer that makes the one with 64 channels 256 outputs, or project the other with a 1x1 Conv.",
        OperationCase.Error("Add", "", "56x56x64, 56x56x256"));

    [Theory]
    [InlineData("56x56x64, 28x28x64", "both must have the same spatial size")]
    [InlineData("56x56x64, 28x28x128", "the shapes must be equal")]
    [InlineData("56x56x64, 28x64", "the shapes must be equal")]
    [InlineData("56x56x64", "given 1 inputs, but it takes two. Write a + b.")]
    public void Says_what_is_wrong(string shapes, string part) => Assert.Contains(part, OperationCase.Error("Add", "", shapes));
}
