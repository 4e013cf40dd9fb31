using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class SliceTests
{
    [Theory]
    [InlineData("7x5x17", "start: 0, count: 16")]
    [InlineData("7x5x17", "start: 16, count: 1")]
    [InlineData("9", "start: 2, count: 5")]
    public void Agrees_with_ONNX_Runtime(string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("Slice", properties, shape);

    [Fact]
    public void Takes_neighbouring_channels() =>
        Assert.Equal([2, 3, 6, 7], new OperationCase("Slice", "start: 1, count: 2", "2x4").Evaluate(1, 2, 3, 4, 5, 6, 7, 8));

    [Fact]
    public void Stays_within_the_channels() => Assert.Equal(
        "Slice: it takes 4 channels from channel 6 on, but the input (5, 8) has only 8. Use start + count of at most 8.",
        OperationCase.Error("Slice", "start: 6, count: 4", "5x8"));
}
