using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class AttentionTests
{
    [Theory]
    [InlineData("5x8, 7x8, 7x6", "heads: 2")]
    [InlineData("5x8, 5x8, 5x8", "causal: true")]
    [InlineData("3x4x6, 3x4x6, 3x4x6", "heads: 3, scale: 0.7")]
    [InlineData("5x8, 7x8, 7x6, 5x7", "heads: 2")]
    [InlineData("5x8, 7x8, 7x6, 7", "")]
    [InlineData("2x2x2x4, 6x4, 2x3x2", "heads: 2")]
    [InlineData("1x1, 1x1, 1x1", "")]
    public void Agrees_with_ONNX_Runtime(string shapes, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("Attention", properties, shapes);

    [Theory]
    [InlineData("5x8, 7x8, 7x6", "heads: 2")]
    [InlineData("5x8, 7x8, 7x6, 5x7", "")]
    // Of a key that is not seen, the exported mask makes ∞ − ∞.
    [InlineData("5x8, 5x8, 5x8", "causal: true", "x2")]
    public void Infinity_reaches_what_it_reaches_in_ONNX_Runtime(string shapes, string properties, string? only = null) =>
        OperationCase.ReachesAsInOnnxRuntime("Attention", properties, shapes, only);

    [Theory]
    [InlineData("9x12", "heads: 3")]
    [InlineData("3x3x8", "heads: 2, bias: false")]
    [InlineData("6x4", "heads: 1, causal: true")]
    public void With_projections_agrees_with_ONNX_Runtime(string shapes, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("MultiHeadAttention", properties, shapes);

    [Fact]
    public void With_projections_has_the_parameters_of_PyTorch() => Assert.Equal(
        [
            ("layer.in_proj_weight", "24x8"), ("layer.in_proj_bias", "24"), ("layer.out_proj.weight", "8x8"), ("layer.out_proj.bias", "8"),
        ],
        new OperationCase("MultiHeadAttention", "heads: 2", "5x8").Graph.Parameters
            .Select(parameter => (parameter.Name, string.Join("x", parameter.Dimensions))));

    [Theory]
    [InlineData("5x8, 5x8", "", "it was given 2 inputs")]
    [InlineData("5x8, 5x6, 5x8", "", "both must have the same number of channels")]
    [InlineData("5x8, 5x8, 6x8", "", "at as many positions")]
    [InlineData("5x8, 5x8, 5x8", "heads: 3", "the queries have 8 channels")]
    [InlineData("5x8, 6x8, 6x8, 6x5", "", "for 5 queries and 6 keys it must be (5, 6), or (6)")]
    [InlineData("8, 5x8, 5x8", "", "no spatial dimensions")]
    public void Says_what_does_not_fit(string shapes, string properties, string message) =>
        Assert.Contains(message, OperationCase.Error("Attention", properties, shapes), StringComparison.Ordinal);

    [Fact]
    public void Says_that_heads_must_divide_the_channels() => Assert.Contains(
        "heads is 3, but the input (5, 8) has 8 channels", OperationCase.Error("MultiHeadAttention", "heads: 3", "5x8"),
        StringComparison.Ordinal);
}
