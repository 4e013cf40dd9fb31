using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class ChannelShuffleTests
{
    [Theory]
    [InlineData("7x5x12", "groups: 3")]
    [InlineData("7x5x34", "groups: 2")]
    [InlineData("6", "groups: 2")]
    [InlineData("4x6", "groups: 1")]
    public void Agrees_with_ONNX_Runtime(string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("ChannelShuffle", properties, shape);

    [Fact]
    public void Deals_the_channels_out() =>
        Assert.Equal([0, 3, 1, 4, 2, 5], new OperationCase("ChannelShuffle", "groups: 2", "6").Evaluate(0, 1, 2, 3, 4, 5));

    [Fact]
    public void Groups_must_divide() => Assert.Equal(
        "ChannelShuffle: groups is 4, but the input (2, 2, 6) has 6 channels, which must divide by the number of groups.",
        OperationCase.Error("ChannelShuffle", "groups: 4", "2x2x6"));
}
