using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class PadChannelsTests
{
    [Theory]
    [InlineData("7x5x16", "before: 8, after: 8")]
    [InlineData("7x3", "before: 0, after: 5")]
    [InlineData("3", "before: 1, after: 0")]
    public void Agrees_with_ONNX_Runtime(string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("PadChannels", properties, shape);

    [Fact]
    public void Adds_zeros() =>
        Assert.Equal([0, 1, 0, 0, 0, 2, 0, 0], new OperationCase("PadChannels", "before: 1, after: 2", "2x1").Evaluate(1, 2));

    [Fact]
    public void Takes_no_channels_away() =>
        Assert.Equal("PadChannels: after is -1, but it must be at least 0.",
        OperationCase.Error("PadChannels", "before: 1, after: -1", "4"));
}
