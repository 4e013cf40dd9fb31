using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class ConcatTests
{
    [Theory]
    [InlineData("7x5x17, 7x5x3")]
    [InlineData("7x5x1, 7x5x2, 7x5x3, 7x5x4")]
    [InlineData("3, 5")]
    [InlineData("4x3")]
    public void Agrees_with_ONNX_Runtime(string shapes) => OperationCase.AgreesWithOnnxRuntime("Concat", "", shapes);

    [Fact]
    public void Lays_channels_side_by_side() =>
        Assert.Equal([1, 10, 20, 2, 30, 40], new OperationCase("Concat", "", "2x1, 2x2").Evaluate([[1, 2], [10, 20, 30, 40]]));

    [Fact]
    public void Needs_equal_spatial_sizes() => Assert.Equal(
        "Concat: the first input is (8, 8, 3), input 2 is (4, 4, 3), but all must have the same spatial size. "
        + "Give the branches the same stride and padding, or resize one with Upsample or Subsample.",
        OperationCase.Error("Concat", "", "8x8x3, 4x4x3"));
}
