using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class ReshapeTests
{
    [Theory]
    [InlineData("4x3x10", "dimensions: (-1, 2)", "(60, 2)")]
    [InlineData("4x3x10", "dimensions: (120)", "(120)")]
    [InlineData("24", "dimensions: (2, 3, 4)", "(2, 3, 4)")]
    [InlineData("24", "dimensions: (1, 2, 3, -1)", "(1, 2, 3, 4)")]
    public void Agrees_with_ONNX_Runtime(string shape, string properties, string expected)
    {
        Assert.Equal(expected, new OperationCase("Reshape", properties, shape).Shape.ToString());
        OperationCase.AgreesWithOnnxRuntime("Reshape", properties, shape);
    }

    [Fact]
    public void Keeps_the_order_of_the_elements() =>
        Assert.Equal([1, 2, 3, 4], new OperationCase("Reshape", "dimensions: (4, 1)", "2x2").Evaluate(1, 2, 3, 4));

    [Theory]
    [InlineData("dimensions: (5, -1)", "4x3", "has 12 elements, but (5, -1) needs a multiple of 5")]
    [InlineData("dimensions: (5, 2)", "4x3", "has 12 elements, but (5, 2) holds 10")]
    [InlineData("dimensions: (-1, -1)", "4x3", "one of them may be -1")]
    [InlineData("dimensions: (1, 1, 1, 1, 12)", "4x3", "has 5 dimensions")]
    public void Says_what_is_wrong(string properties, string shape, string part) =>
        Assert.Contains(part, OperationCase.Error("Reshape", properties, shape));
}
