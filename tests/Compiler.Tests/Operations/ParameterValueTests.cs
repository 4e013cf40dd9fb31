using Fusion.Compiler.Tests.Differentiate;
using Fusion.Compiler.Tests.Support;
using Fusion.Kernels.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class ParameterValueTests
{
    [Fact]
    public void Agrees_with_ONNX_Runtime()
    {
        var builder = new GraphBuilder("parameters");
        int x = builder.Input("x", 5, 7, 3);
        int mask = builder.Add(new ParameterValue("mask", [5, 7, 1]), [], "mask");
        int bias = builder.Add(new ParameterValue("bias", [5, 7, 3]), [], "bias");
        int table = builder.Add(new ParameterValue("table", [4, 3], ParameterInitial.Zeros), [], "table");
        int rows = builder.Add(new Reshape([35, 3]), builder.Add(new Add(), x, bias));
        builder.Output("y", builder.Add(new Concat(), x, mask));
        builder.Output("z", builder.Add(new MatMul(TransposeB: true), rows, table));
        builder.Output("w", table);
        Graph graph = builder.Build();
        GraphVerifier.Check(graph);
        GraphChecks.RoundTrips(graph);
        GraphChecks.AgreesWithOnnxRuntime(graph);
    }

    /// <summary>Every use of a weight has a part in its gradient, also where it is transposed.</summary>
    [Fact]
    public void Tied_weights_are_one_tensor()
    {
        foreach (Graph graph in TiedWeights.All)
        {
            GraphVerifier.Check(graph);
            GraphChecks.RoundTrips(graph);
            GraphChecks.AgreesWithOnnxRuntime(graph);
            GradientCheck.Run(graph);
        }
    }

    [Fact]
    public void Says_what_it_is_called() => Assert.Equal(
        [("layer", ParameterKind.Weight)],
        new OperationCase("Parameter", "dimensions: (3, 5)", "").Graph.Parameters.Select(parameter => (parameter.Name, parameter.Kind)));

    [Theory]
    [InlineData("dimensions: (3, 0)", "", "the dimensions are (3, 0)")]
    [InlineData("dimensions: (1, 2, 3, 4, 5)", "", "one to four were expected")]
    [InlineData("dimensions: 3", "5x3", "it is a value itself")]
    public void Says_what_does_not_fit(string properties, string shapes, string message) =>
        Assert.Contains(message, OperationCase.Error("Parameter", properties, shapes), StringComparison.Ordinal);
}
