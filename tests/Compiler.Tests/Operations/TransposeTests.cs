using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class TransposeTests
{
    [Theory]
    [InlineData("5x7", "")]
    [InlineData("3x5x7", "")]
    [InlineData("3x5x7", "axes: (2, 0, 1)")]
    [InlineData("2x3x5x7", "axes: (3, 1, 0, 2)")]
    public void Agrees_with_ONNX_Runtime(string shapes, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("Transpose", properties, shapes);

    [Theory]
    [InlineData("5", "", "has one dimension only")]
    [InlineData("5x7", "axes: (0, 0)", "each must be named once. Name all of them, or none to exchange the last two")]
    [InlineData("5x7", "axes: (0, 2, 1)", "has the axes 0 to 1")]
    public void Says_what_does_not_fit(string shapes, string properties, string message) =>
        Assert.Contains(message, OperationCase.Error("Transpose", properties, shapes), StringComparison.Ordinal);
}
