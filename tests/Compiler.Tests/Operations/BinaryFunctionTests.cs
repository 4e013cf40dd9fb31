using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

/// <summary>Functions of two values, spread by NumPy's rule where their shapes differ: see also <see cref="AddTests"/>.</summary>
public class BinaryFunctionTests
{
    [Theory]
    [InlineData("Subtract", 7, 2, 5)]
    [InlineData("Divide", 7, 2, 3.5)]
    [InlineData("Divide", 1, 0, double.PositiveInfinity)]
    [InlineData("Pow", -2, 3, -8)]
    [InlineData("Pow", -2, 0.5, double.NaN)]
    [InlineData("Pow", double.NaN, 0, 1)]
    [InlineData("Pow", 0, -2, double.PositiveInfinity)]
    [InlineData("Minimum", 7, 2, 2)]
    [InlineData("Minimum", 2, double.NaN, double.NaN)]
    [InlineData("Minimum", double.NaN, 2, double.NaN)]
    [InlineData("Maximum", 7, 2, 7)]
    [InlineData("Maximum", 2, double.NaN, double.NaN)]
    [InlineData("Maximum", double.NaN, 2, double.NaN)]
    public void Has_its_values(string kind, double left, double right, double expected) =>
        Assert.Equal(expected, new OperationCase(kind, "", "1, 1").Evaluate([[left], [right]])[0]);

    [Theory]
    [InlineData("Minimum", "y: 2", 7, 2)]
    [InlineData("Maximum", "x: 9", 7, 9)]
    public void One_side_may_be_a_number(string kind, string number, double x, double expected) =>
        Assert.Equal(expected, new OperationCase(kind, number, "1").Evaluate(x)[0]);

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            string[] shapes =
            [
                "7x5x17, 7x5x17", "7x5x17, 17", "17, 7x5x17", "7x5x17, 1x1x17", "7x5x17, 7x5x1", "7x5x1, 7x5x17", "7x5x17, 1",
                "2x3x4x5, 2x1x1x5", "2x1x1x5, 2x3x4x5", "2x3x4x5, 3x1x5", "3x1x5, 2x3x4x5", "7x1x3, 7x5x3", "1x5x3, 7x5x1", "5x3, 7x5x3",
                "7x5x1, 17", "17, 7x5x1", "2x3x4x1, 2x1x1x5", "4x1, 1x3", "1, 3", "4x3x2, 4x3x1, 2",
            ];
            foreach (string kind in new[] { "Add", "Subtract", "Multiply", "Minimum", "Maximum" })
                foreach (string shape in shapes) cases.Add(kind, shape);
            cases.Add("Divide", "7x5x17, 7x5x1");
            cases.Add("Divide", "17, 7x5x1");
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_ONNX_Runtime(string kind, string shapes) => OperationCase.AgreesWithOnnxRuntime(kind, "", shapes);

    /// <summary>Of positive numbers, which exponentials are.</summary>
    [Theory]
    [InlineData("7x5x17", "7x5x17")]
    [InlineData("7x5x17", "7x5x1")]
    [InlineData("17", "7x5x17")]
    public void Powers_agree_with_ONNX_Runtime(string of, string exponent)
    {
        static int[] Sizes(string text) => [.. text.Split('x').Select(int.Parse)];
        var builder = new GraphBuilder("powers");
        int x = builder.Add(new Exp(), [builder.Input("x", Sizes(of))]);
        builder.Output("y", builder.Add(new Power(), [x, builder.Input("exponent", Sizes(exponent))]));
        Graph graph = builder.Build();
        GraphChecks.RoundTrips(graph);
        GraphChecks.AgreesWithOnnxRuntime(graph);
    }

    [Fact]
    public void Powers_of_a_number_are_exponentials() =>
        Assert.Equal(Math.Sqrt(2), new OperationCase("Pow", "x: 2", "1").Evaluate(0.5)[0], 1e-15);

    [Fact]
    public void Powers_of_negative_numbers_are_refused() =>
        Assert.Contains("Use a positive one", OperationCase.Error("Pow", "x: -2", "7x5x17"), StringComparison.Ordinal);

    [Fact]
    public void A_number_for_each_pixel_and_one_for_each_channel_make_a_table()
    {
        double[] result = new OperationCase("Subtract", "", "2x1, 3").Evaluate([[10, 20], [1, 2, 3]]);
        Assert.Equal([9, 8, 7, 19, 18, 17], result);
    }

    [Theory]
    [InlineData("56x56x64, 28x56x1", "the shapes must be equal, or one side must have the size 1")]
    [InlineData("7x5x17, 5", "the shapes must be equal, or one side must have the size 1")]
    [InlineData("7x5x17, 7x5x2", "both must have the same number of channels")]
    [InlineData("7x5x17", "given 1 inputs, but it takes two. Write a - b.")]
    public void Says_what_is_wrong(string shapes, string part) => Assert.Contains(part, OperationCase.Error("Subtract", "", shapes));
}
