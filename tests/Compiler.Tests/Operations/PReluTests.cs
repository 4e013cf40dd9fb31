using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class PReluTests
{
    [Theory]
    [InlineData("1", "")]
    [InlineData("17", "")]
    [InlineData("5x6", "")]
    [InlineData("7x5x19", "")]
    [InlineData("7x5x19", "shared: true")]
    [InlineData("2x3x4x5", "")]
    public void Agrees_with_ONNX_Runtime(string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("PRelu", properties, shape);

    [Fact]
    public void Scales_negative_values_by_their_channel() => Assert.Equal(
        [-0.5, 2, 3, -8], new OperationCase("PRelu", "", "2x2").Evaluate([[-1, 2, 3, -4]], ("weight", [0.5, 2])));

    [Fact]
    public void Has_a_slope_per_channel_or_one()
    {
        Assert.Equal([new Parameter("layer.weight", [8], ParameterKind.Slope)], new OperationCase("PRelu", "", "4x8").Graph.Parameters);
        Assert.Equal([new Parameter("layer.weight", [1], ParameterKind.Slope)],
            new OperationCase("PRelu", "shared: true", "4x8").Graph.Parameters);
    }

    [Fact]
    public void Keeps_NaN() =>
        Assert.True(double.IsNaN(new OperationCase("PRelu", "", "1").Evaluate([[double.NaN]], ("weight", [0.5]))[0]));
}
