using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

/// <summary>Functions of one number: Exp, Log, Sin, Cos, Sqrt, Rsqrt, Square, Abs, Pow, Reciprocal, Negate, Affine, Clamp.</summary>
public class UnaryFunctionTests
{
    [Theory]
    [InlineData("Exp", "", 2, 7.38905609893065)]
    [InlineData("Sin", "", 2, 0.9092974268256817)]
    [InlineData("Cos", "", -2, -0.4161468365471424)]
    [InlineData("Sin", "", 1e15, double.NaN)]
    [InlineData("Cos", "", double.NegativeInfinity, double.NaN)]
    [InlineData("Log", "", 10, 2.302585092994046)]
    [InlineData("Log", "", 0, double.NegativeInfinity)]
    [InlineData("Log", "", -1, double.NaN)]
    [InlineData("Sqrt", "", 2, 1.4142135623730951)]
    [InlineData("Sqrt", "", -1, double.NaN)]
    [InlineData("Rsqrt", "", 4, 0.5)]
    [InlineData("Rsqrt", "", 0, double.PositiveInfinity)]
    [InlineData("Square", "", -3, 9)]
    [InlineData("Abs", "", -3, 3)]
    [InlineData("Pow", "exponent: 3", -2, -8)]
    [InlineData("Pow", "exponent: 2", -3, 9)]
    [InlineData("Pow", "exponent: 0.5", 2, 1.4142135623730951)]
    [InlineData("Pow", "exponent: -0.5", 4, 0.5)]
    [InlineData("Pow", "exponent: -1", 4, 0.25)]
    [InlineData("Pow", "exponent: 1", -7, -7)]
    [InlineData("Pow", "exponent: 0", double.NaN, 1)]
    [InlineData("Pow", "exponent: 1.5", -1, double.NaN)]
    [InlineData("Reciprocal", "", -4, -0.25)]
    [InlineData("Reciprocal", "numerator: 3", 4, 0.75)]
    [InlineData("Negate", "", 3, -3)]
    [InlineData("Affine", "scale: 2, offset: -1", 3, 5)]
    [InlineData("Clamp", "min: -1, max: 2", -3, -1)]
    [InlineData("Clamp", "min: -1, max: 2", 3, 2)]
    [InlineData("Clamp", "min: -1, max: 2", double.NaN, double.NaN)]
    [InlineData("Clamp", "min: 1", 0.5, 1)]
    [InlineData("Clamp", "max: 1", -9, -9)]
    public void Has_its_values(string kind, string properties, double x, double expected) =>
        Assert.Equal(expected, new OperationCase(kind, properties, "1").Evaluate(x)[0], 1e-14);

    [Theory]
    [InlineData("Exp", "")]
    [InlineData("Sin", "")]
    [InlineData("Cos", "")]
    [InlineData("Square", "")]
    [InlineData("Abs", "")]
    [InlineData("Pow", "exponent: 3")]
    [InlineData("Pow", "exponent: 1")]
    [InlineData("Negate", "")]
    [InlineData("Affine", "scale: 0.3, offset: -2")]
    [InlineData("Affine", "scale: 1, offset: 0")]
    [InlineData("Clamp", "min: -0.5, max: 0.25")]
    [InlineData("Clamp", "min: 0.125")]
    [InlineData("Clamp", "max: 0.125")]
    [InlineData("Reciprocal", "numerator: 3")]
    public void Agrees_with_ONNX_Runtime(string kind, string properties) =>
        OperationCase.AgreesWithOnnxRuntime(kind, properties, "7x5x17");

    /// <summary>Of positive numbers, which the square before them sees to.</summary>
    [Theory]
    [InlineData("Log", "")]
    [InlineData("Sqrt", "")]
    [InlineData("Rsqrt", "")]
    [InlineData("Pow", "exponent: -1.75")]
    public void Agrees_with_ONNX_Runtime_for_positive_numbers(string kind, string properties)
    {
        var builder = new GraphBuilder("positive");
        int square = builder.Add(new Affine(1, 0.01), [builder.Add(new Square(), [builder.Input("x", 7, 5, 17)])]);
        Operation operation = ((Node)new OperationCase(kind, properties, "7x5x17").Graph.Nodes[^1]).Operation;
        builder.Output("y", builder.Add(operation, [square]));
        Graph graph = builder.Build();
        GraphChecks.RoundTrips(graph);
        GraphChecks.AgreesWithOnnxRuntime(graph);
    }

    [Theory]
    [InlineData("Clamp", "", "neither min nor max is given")]
    [InlineData("Clamp", "min: 2, max: 1.5", "min is 2.0, which is more than max, 1.5")]
    [InlineData("Affine", "scale: 1e40", "scale is 1E+40; a finite number, as a float holds it, was expected")]
    [InlineData("Pow", "", "the argument exponent is missing")]
    public void Says_what_is_wrong(string kind, string properties, string part) =>
        Assert.Contains(part, OperationCase.Error(kind, properties, "2x3"));
}
