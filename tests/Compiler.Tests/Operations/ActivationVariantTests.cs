using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

/// <summary>Activations that ActivationTable does not name.</summary>
public class ActivationVariantTests
{
    [Theory]
    [InlineData("Softplus", "")]
    [InlineData("Softsign", "")]
    [InlineData("Selu", "")]
    [InlineData("Celu", "")]
    [InlineData("Celu", "alpha: 0.3")]
    [InlineData("ThresholdedRelu", "alpha: 0.2")]
    [InlineData("LogSoftmax", "")]
    public void Agree_with_ONNX_Runtime(string kind, string properties)
    {
        foreach (string shape in (string[])["17", "7x5", "3x5x17"]) OperationCase.AgreesWithOnnxRuntime(kind, properties, shape);
    }

    [Theory]
    [InlineData("Softplus", "", 0, 0.69314718055995)]
    [InlineData("Softplus", "", -50, 1.9287498479639e-22)]
    [InlineData("Softplus", "", 1000, 1000)]
    [InlineData("Softsign", "", -3, -0.75)]
    [InlineData("Selu", "", 2, 2.101401974710961)]
    [InlineData("Selu", "", -1, -1.1113307378125)]
    [InlineData("Celu", "alpha: 2", -1, -0.78693868057473)]
    [InlineData("Celu", "alpha: 2", 3, 3)]
    [InlineData("ThresholdedRelu", "", 1, 0)]
    [InlineData("ThresholdedRelu", "", 1.5, 1.5)]
    [InlineData("ThresholdedRelu", "alpha: -1", -0.5, -0.5)]
    public void Have_their_values(string kind, string properties, double x, double expected) =>
        Assert.Equal(expected, new OperationCase(kind, properties, "1").Evaluate(x)[0], Math.Abs(expected) * 1e-13);

    [Fact]
    public void Logarithm_of_a_softmax_keeps_its_digits() =>
        Assert.Equal([-200, 0, -1000], new OperationCase("LogSoftmax", "", "3").Evaluate(800, 1000, 0));

    [Theory]
    [InlineData("Softplus")]
    [InlineData("ThresholdedRelu")]
    [InlineData("Celu")]
    public void Keep_NaN(string kind) => Assert.True(double.IsNaN(new OperationCase(kind, "", "1").Evaluate(double.NaN)[0]));

    [Fact]
    public void Celu_has_a_positive_limit() => Assert.Contains("greater than zero", OperationCase.Error("Celu", "alpha: 0", "3"));
}
