using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class ReduceTests
{
    [Theory]
    [InlineData("mode: Average", 2.5)]
    [InlineData("mode: Sum", 5)]
    [InlineData("mode: Max", 4)]
    public void Has_its_values(string properties, double expected) =>
        Assert.Equal([expected, 2 * expected], new OperationCase("Reduce", properties, "2x2").Evaluate(1, 4, 2, 8));

    [Theory]
    [InlineData("mode: Average, axes: Channels", "7x5x17", "(7, 5, 1)")]
    [InlineData("mode: Sum, axes: Channels", "17", "(1)")]
    [InlineData("mode: Max, axes: Channels", "2x3x4x5", "(2, 3, 4, 1)")]
    [InlineData("mode: Average, axes: Width", "7x5x17", "(7, 1, 17)")]
    [InlineData("mode: Max, axes: Height", "7x5x17", "(1, 5, 17)")]
    [InlineData("mode: Sum, axes: \"Width, Height\"", "2x3x4x5", "(2, 1, 1, 5)")]
    [InlineData("mode: Sum, axes: Frames", "2x3x4x5", "(1, 3, 4, 5)")]
    public void Agrees_with_ONNX_Runtime(string properties, string shape, string result)
    {
        OperationCase.AgreesWithOnnxRuntime("Reduce", properties, shape);
        Assert.Equal(result, new OperationCase("Reduce", properties, shape).Shape.ToString());
    }

    [Theory]
    [InlineData("axes: All", "either the channels or axes of positions")]
    [InlineData("axes: Frames", "either the channels or axes of positions")]
    [InlineData("axes: Depth", "members of Axes were expected")]
    public void Says_what_is_wrong(string properties, string part) =>
        Assert.Contains(part, OperationCase.Error("Reduce", properties, "7x5x17"));
}
