using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class AppendTests
{
    [Theory]
    [InlineData("7x4, 3x4, 1x4")]
    [InlineData("2x5x3, 4x5x3")]
    public void Agrees_with_ONNX_Runtime(string shapes) => OperationCase.AgreesWithOnnxRuntime("Append", "", shapes);

    [Fact]
    public void Lays_values_one_after_the_other()
    {
        var append = new OperationCase("Append", "", "1x2, 2x2");
        Assert.Equal("(3, 2)", append.Shape.ToString());
        Assert.Equal([1, 2, 3, 4, 5, 6], append.Evaluate([[1, 2], [3, 4, 5, 6]]));
    }

    [Theory]
    [InlineData("4x2, 4x3", "all dimensions after the first must be equal")]
    [InlineData("4, 4", "no spatial dimension to append along")]
    public void Says_what_is_wrong(string shapes, string part) => Assert.Contains(part, OperationCase.Error("Append", "", shapes));
}
