using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class GatherTests
{
    [Theory]
    [InlineData("5x7", "indices: (4, 0, 0)")]
    [InlineData("3x5x7", "indices: 2")]
    [InlineData("3x5x7", "indices: (4, 1), axis: 1")]
    [InlineData("2x3x5x7", "indices: (4, 1, 4), axis: 2")]
    public void Agrees_with_ONNX_Runtime(string shapes, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("Gather", properties, shapes);

    [Theory]
    [InlineData("5x7", "indices: 5", "the index 5 is none of the 5 positions")]
    [InlineData("5x7", "indices: 0, axis: 1", "the axis is 1")]
    [InlineData("7", "indices: 0", "no spatial dimensions")]
    public void Says_what_does_not_fit(string shapes, string properties, string message) =>
        Assert.Contains(message, OperationCase.Error("Gather", properties, shapes), StringComparison.Ordinal);
}
