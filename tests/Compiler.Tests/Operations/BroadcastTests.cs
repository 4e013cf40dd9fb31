using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class BroadcastTests
{
    [Theory]
    [InlineData("(7, 5, 17)", "7x5x1")]
    [InlineData("(7, 5, 17)", "1x1x17")]
    [InlineData("(2, 3, 4, 5)", "2x1x1x1")]
    [InlineData("(3)", "1")]
    public void Agrees_with_ONNX_Runtime(string dimensions, string shape) =>
        OperationCase.AgreesWithOnnxRuntime("Broadcast", "dimensions: " + dimensions, shape);

    [Fact]
    public void Says_what_is_wrong() => Assert.Contains(
        "each size must be the input's, or anything where that is 1", OperationCase.Error("Broadcast", "dimensions: (7, 5, 4)", "7x5x3"));
}
