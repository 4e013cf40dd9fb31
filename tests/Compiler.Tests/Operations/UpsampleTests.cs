using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class UpsampleTests
{
    [Theory]
    [InlineData("1x1x1", "scale: 2")]
    [InlineData("5x7x17", "scale: 2")]
    [InlineData("5x7x3", "scale: (3, 1)")]
    [InlineData("5x3", "scale: 2")]
    [InlineData("1x1x3", "scale: 4, mode: Bilinear")]
    [InlineData("5x7x17", "scale: 2, mode: Bilinear")]
    [InlineData("5x7x3", "scale: (3, 2), mode: Bilinear")]
    [InlineData("5x7x17", "scale: 2, mode: Bilinear, alignCorners: true")]
    [InlineData("1x7x3", "scale: 4, mode: Bilinear, alignCorners: true")]
    [InlineData("1x1x3", "scale: (1, 4), mode: Bilinear, alignCorners: true")]
    [InlineData("2x3x4x3", "scale: 2, mode: Bilinear")]
    [InlineData("5x7x3", "scale: (3, 2), mode: Bicubic")]
    public void Agrees_with_ONNX_Runtime(string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("Upsample", properties, shape);

    [Theory]
    [InlineData("scale: 2", new[] { 0.0, 0, 4, 4 })]
    [InlineData("scale: 2, mode: Bilinear", new[] { 0.0, 1, 3, 4 })]
    [InlineData("scale: 2, mode: Bilinear, alignCorners: true", new[] { 0.0, 4.0 / 3, 8.0 / 3, 4 })]
    public void Enlarges_by_hand(string properties, double[] expected) =>
        GraphChecks.Close(expected, new OperationCase("Upsample", properties, "2x1").Evaluate(0, 4), 1e-15);

    [Fact]
    public void Infinity_does_not_leak_into_exact_positions() => Assert.Equal(
        [1, double.PositiveInfinity], new OperationCase("Upsample", "scale: 1, mode: Bilinear", "2x1")
            .Evaluate(1, double.PositiveInfinity));

    [Theory]
    [InlineData("scale: 0", "4x4x1", "each number must be at least 1")]
    [InlineData("scale: 2, alignCorners: true", "4x4x1", "use the mode Bilinear")]
    [InlineData("scale: 2, mode: Cubic", "4x4x1", "mode is 'Cubic'; one of Nearest, Bilinear, Bicubic was expected.")]
    [InlineData("scale: 2", "4", "has no spatial dimensions")]
    public void Says_what_is_wrong(string properties, string shape, string part) =>
        Assert.Contains(part, OperationCase.Error("Upsample", properties, shape));
}
