using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class SubsampleTests
{
    [Theory]
    [InlineData("7x8x17", "stride: 2")]
    [InlineData("7x5x3", "stride: (3, 1)")]
    [InlineData("9x3", "stride: 4")]
    [InlineData("4x5x6x2", "stride: (1, 2, 3)")]
    public void Agrees_with_ONNX_Runtime(string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("Subsample", properties, shape);

    [Fact]
    public void Keeps_every_other_position() =>
        Assert.Equal([1, 3, 5], new OperationCase("Subsample", "stride: 2", "5x1").Evaluate(1, 2, 3, 4, 5));

    [Fact]
    public void Needs_a_stride() => Assert.Contains("stride is (0, 0)", OperationCase.Error("Subsample", "stride: 0", "4x4x1"));
}
