using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

/// <summary>What all activations share; each has its values in a file of its own.</summary>
public class ActivationTests
{
    public static TheoryData<string> Names => [.. ActivationTable.Names.Where(name => name != "None")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Keeps_the_shape_and_NaN(string name)
    {
        var activation = new OperationCase("Activate", $"activation: {name}", "3x2x1");
        Assert.Equal("(3, 2, 1)", activation.Shape.ToString());
        double[] values = activation.Evaluate(double.NaN, 0, 1, -1, 20, -20);
        Assert.True(double.IsNaN(values[0]));
        Assert.All(values[1..], value => Assert.True(double.IsFinite(value)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_ONNX_Runtime(string name)
    {
        foreach (string shape in (string[])["1", "17", "5x3", "7x5x16", "2x3x5x7"])
            OperationCase.AgreesWithOnnxRuntime("Activate", $"activation: {name}", shape);
    }

    [Fact]
    public void None_is_the_input() => Assert.Single(new OperationCase("Activate", "activation: None", "3").Graph.Nodes);

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones()
    {
        string message = OperationCase.Error("Activate", "activation: Swisch", "3");
        Assert.StartsWith("The activation 'Swisch' does not exist; use one of None, Relu, Relu6,", message);
    }

    [Fact]
    public void Takes_one_input() =>
        Assert.Equal("Relu: it was given 2 inputs, but it takes exactly one. Combine them first, with +, * or Concat.",
            OperationCase.Error("Relu", "", "3, 3"));
}
