using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

/// <summary>Norms that take their statistics from the value itself.</summary>
public class NormTests
{
    [Theory]
    [InlineData("LayerNorm", "", "17")]
    [InlineData("LayerNorm", "epsilon: 0.1", "5x7")]
    [InlineData("LayerNorm", "", "7x5x2")]
    [InlineData("LayerNorm", "affine: false", "3x2x5x13")]
    [InlineData("RmsNorm", "", "17")]
    [InlineData("RmsNorm", "epsilon: 0.1", "5x7")]
    [InlineData("RmsNorm", "affine: false", "7x5x3")]
    [InlineData("GroupNorm", "groups: 3", "7x5x6")]
    [InlineData("GroupNorm", "groups: 1, epsilon: 0.1", "5x7")]
    [InlineData("GroupNorm", "groups: 5, affine: false", "3x2x5x5")]
    [InlineData("GroupNorm", "groups: 2", "8")]
    [InlineData("InstanceNorm", "", "7x5x3")]
    [InlineData("InstanceNorm", "affine: true, epsilon: 0.1", "7x3")]
    [InlineData("Normalize", "", "7x5x3")]
    [InlineData("Normalize", "epsilon: 1.5", "11x2")]
    [InlineData("Normalize", "", "17")]
    [InlineData("Scale", "", "7x5x3")]
    [InlineData("Scale", "parameter: \"\"", "17")]
    [InlineData("Scale", "weight: \"gamma\", bias: \"beta\"", "3x5")]
    public void Agrees_with_ONNX_Runtime(string kind, string properties, string shape) =>
        OperationCase.AgreesWithOnnxRuntime(kind, properties, shape);

    [Fact]
    public void LayerNorm_standardises_the_channels_of_each_position() => GraphChecks.Close(
        [-1 + 10, 3 + 20, -1 + 10, 3 + 20],
        new OperationCase("LayerNorm", "epsilon: 0", "2x2").Evaluate([[5, 9, -1, -0.5]], ("weight", [1, 3]), ("bias", [10, 20])), 1e-12);

    [Fact]
    public void RmsNorm_keeps_the_mean() => GraphChecks.Close(
        [3 / 5.0 * Math.Sqrt(2), 4 / 5.0 * Math.Sqrt(2) * 2],
        new OperationCase("RmsNorm", "epsilon: 0", "2").Evaluate([[3, 4]], ("weight", [1, 2])), 1e-15);

    [Fact]
    public void GroupNorm_takes_the_statistics_of_all_positions_and_a_group() => GraphChecks.Close(
        [-1, 1, 1, 1, 1, -1, -1, -1],
        new OperationCase("GroupNorm", "groups: 2, epsilon: 0, affine: false", "2x4").Evaluate(0, 2, 7, 7, 2, 0, 3, 3), 1e-15);

    [Fact]
    public void Normalize_divides_by_no_less_than_epsilon()
    {
        GraphChecks.Close([0.6, 0.8], new OperationCase("Normalize", "", "2").Evaluate(3, 4), 1e-15);
        GraphChecks.Close([0.3, 0.4], new OperationCase("Normalize", "epsilon: 10", "2").Evaluate(3, 4), 1e-15);
        Assert.Equal([0, 0], new OperationCase("Normalize", "", "2").Evaluate(0, 0));
    }

    [Fact]
    public void Parameters_have_PyTorchs_names()
    {
        static string[] Names(string kind, string properties) =>
            [.. new OperationCase(kind, properties, "3x4").Graph.Parameters
                .Select(parameter => $"{parameter.Name} {parameter.Dimensions[0]}")];
        Assert.Equal(["layer.weight 4", "layer.bias 4"], Names("LayerNorm", ""));
        Assert.Equal(["layer.weight 4"], Names("RmsNorm", ""));
        Assert.Equal(["layer.weight 4", "layer.bias 4"], Names("GroupNorm", "groups: 2"));
        Assert.Empty(Names("InstanceNorm", ""));
        Assert.Equal(["layer.weight 4", "layer.bias 4"], Names("InstanceNorm", "affine: true"));
        Assert.Empty(Names("LayerNorm", "affine: false"));
        Assert.Equal(["layer.weight 4"], Names("Scale", ""));
        Assert.Equal(["layer.gamma 4"], Names("Scale", "parameter: \"gamma\""));
        Assert.Equal(["layer 4"], Names("Scale", "parameter: \"\""));
    }

    [Theory]
    [InlineData("GroupNorm", "groups: 4", "3x6", "groups is 4, but the input (3, 6) has 6 channels")]
    [InlineData("GroupNorm", "groups: 0", "3x6", "groups is 0")]
    [InlineData("LayerNorm", "epsilon: -1", "3x6", "LayerNorm: epsilon is -1")]
    [InlineData("Normalize", "epsilon: -1", "3x6", "Normalize: epsilon is -1")]
    [InlineData("InstanceNorm", "", "6", "has no spatial dimensions")]
    [InlineData("LayerNorm", "", "6, 6", "was given 2 inputs")]
    public void Says_what_is_wrong(string kind, string properties, string shapes, string message) =>
        Assert.Contains(message, OperationCase.Error(kind, properties, shapes));
}
