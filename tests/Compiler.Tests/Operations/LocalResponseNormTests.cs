using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class LocalResponseNormTests
{
    [Theory]
    [InlineData("7x5x17", "size: 5")]
    [InlineData("7x5x17", "size: 3, alpha: 0.5, beta: 0.6, k: 2")]
    [InlineData("7x5x6", "size: 4, alpha: 0.9")]
    [InlineData("9", "size: 2, alpha: 1")]
    [InlineData("4x3", "size: 7, alpha: 1")]
    public void Agrees_with_ONNX_Runtime(string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("LocalResponseNorm", properties, shape);

    [Fact]
    public void Sums_the_squares_of_its_neighbours() => GraphChecks.Close(
        [1 / (1 + 5 / 3.0), 2 / (1 + 14 / 3.0), 3 / (1 + 13 / 3.0)],
        new OperationCase("LocalResponseNorm", "size: 3, alpha: 1, beta: 1", "3").Evaluate(1, 2, 3), 1e-15);

    [Fact]
    public void Even_sizes_look_back_as_in_PyTorch() => GraphChecks.Close(
        [1 / 1.5, 2 / 3.5], new OperationCase("LocalResponseNorm", "size: 2, alpha: 1, beta: 1", "2").Evaluate(1, 2), 1e-15);

    [Fact]
    public void Needs_a_size() => Assert.Contains("size is 0", OperationCase.Error("LocalResponseNorm", "size: 0", "4"));
}
