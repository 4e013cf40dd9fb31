using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class MatMulTests
{
    [Theory]
    [InlineData("5x7, 7x3", "")]
    [InlineData("5x7, 3x7", "transposeB: true")]
    [InlineData("7x5, 7x3", "transposeA: true, scale: 0.3")]
    [InlineData("7x5, 3x7", "transposeA: true, transposeB: true")]
    [InlineData("2x5x7, 2x7x3", "")]
    [InlineData("2x4x5x7, 2x4x3x7", "transposeB: true")]
    [InlineData("2x5x7, 7x3", "")]
    [InlineData("2x3x5x7, 3x7", "transposeB: true")]
    [InlineData("5x7, 2x7x3", "")]
    [InlineData("5x7, 2x4x3x7", "transposeB: true")]
    [InlineData("7, 7x3", "")]
    [InlineData("5x7, 7", "")]
    [InlineData("7, 7", "")]
    [InlineData("1x1, 1x1", "")]
    public void Agrees_with_ONNX_Runtime(string shapes, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("MatMul", properties, shapes);

    [Fact]
    public void Multiplies_rows_with_columns() => Assert.Equal(
        [19, 22, 43, 50], new OperationCase("MatMul", "", "2x2, 2x2").Evaluate([[1, 2, 3, 4], [5, 6, 7, 8]]));

    [Theory]
    [InlineData("5x7, 7x3", "", "(5, 3)")]
    [InlineData("7, 7x3", "", "(3)")]
    [InlineData("5x7, 7", "", "(5)")]
    [InlineData("7, 7", "", "(1)")]
    [InlineData("7, 4x7x3", "", "(4, 3)")]
    [InlineData("5x7, 4x7x3", "", "(4, 5, 3)")]
    public void Has_the_shape_that_NumPy_gives(string shapes, string properties, string expected) =>
        Assert.Equal(expected, new OperationCase("MatMul", properties, shapes).Shape.ToString());

    [Theory]
    [InlineData("5x7, 3x7", "the last dimension of the first is 7, the dimension before the last of the second 3")]
    [InlineData("5x7, 7x3, 3x3", "it was given 3 inputs, but it takes two")]
    [InlineData("2x5x7, 3x7x3", "both must have the same dimensions before the last two")]
    public void Says_what_does_not_fit(string shapes, string message) =>
        Assert.Contains(message, OperationCase.Error("MatMul", "", shapes), StringComparison.Ordinal);
}
