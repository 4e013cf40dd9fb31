using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class GramTests
{
    [Theory]
    [InlineData("5x7", "")]
    [InlineData("3x5x7", "normalize: Positions")]
    [InlineData("2x3x5x7", "normalize: Elements")]
    public void Agrees_with_ONNX_Runtime(string shapes, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("Gram", properties, shapes);

    [Theory]
    [InlineData("", 10, 14, 20)]
    [InlineData("normalize: Positions", 5, 7, 10)]
    [InlineData("normalize: Elements", 2.5, 3.5, 5)]
    public void Sums_products_over_positions(string properties, double first, double mixed, double second) => Assert.Equal(
        [first, mixed, mixed, second], new OperationCase("Gram", properties, "2x2").Evaluate(1, 2, 3, 4));
}
