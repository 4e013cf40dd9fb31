using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class GlobalPoolTests
{
    [Theory]
    [InlineData("7x7x17")]
    [InlineData("1x1x3")]
    [InlineData("5x4")]
    [InlineData("2x3x4x5")]
    [InlineData("6")]
    public void Agrees_with_ONNX_Runtime(string shape)
    {
        foreach (string kind in (string[])["GlobalAveragePool", "GlobalMaxPool", "GlobalSumPool"])
            OperationCase.AgreesWithOnnxRuntime(kind, "", shape);
    }

    [Theory]
    [InlineData("Average", 2)]
    [InlineData("Max", 4)]
    [InlineData("Sum", 6)]
    public void Reduces_each_channel(string mode, double expected) =>
        Assert.Equal([expected, 10 * expected], new OperationCase("GlobalPool", $"mode: {mode}", "3x2").Evaluate(1, 10, 4, 40, 1, 10));

    [Fact]
    public void Max_keeps_NaN() => Assert.True(double.IsNaN(new OperationCase("GlobalMaxPool", "", "3x1").Evaluate(1, double.NaN, 2)[0]));

    [Fact]
    public void Leaves_the_channels_only() => Assert.Equal("(5)", new OperationCase("GlobalAveragePool", "", "4x3x5").Shape.ToString());
}
