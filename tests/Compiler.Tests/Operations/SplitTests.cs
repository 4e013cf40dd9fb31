using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class SplitTests
{
    [Theory]
    [InlineData("7x5x16", "parts: 2")]
    [InlineData("7x5x18", "parts: 3")]
    [InlineData("7x5x17", "first: 1, second: 16")]
    [InlineData("10", "first: 1, second: 2, more: (3, 4)")]
    public void Agrees_with_ONNX_Runtime(string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("Split", properties, shape);

    [Fact]
    public void Becomes_slices() => Assert.Equal(
        [new Slice(0, 1), new Slice(1, 2), new Slice(3, 3)],
        new OperationCase("Split", "sizes: (1, 2, 3)", "4x6").Graph.Nodes.Skip(1).Select(node => node.Operation));

    [Theory]
    [InlineData("parts: 4", "6", "do not divide by 4. Give the size of each part instead.")]
    [InlineData("sizes: (2, 3)", "6", "2 + 3 = 5 channels, but the input (6) has 6")]
    [InlineData("sizes: (6, 0)", "6", "each number must be at least 1")]
    public void Says_what_is_wrong(string properties, string shape, string part) =>
        Assert.Contains(part, OperationCase.Error("Split", properties, shape));
}
