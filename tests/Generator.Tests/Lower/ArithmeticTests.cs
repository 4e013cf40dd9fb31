using Fusion.Compiler.Graphs;
using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Lower;

/// <summary>Operators and functions between tensors and numbers in <c>Forward</c>.</summary>
public class ArithmeticTests
{
    [Theory]
    [InlineData("x + y", "Add %0, %1")]
    [InlineData("x - y", "Subtract %0, %1")]
    [InlineData("x * y", "Multiply %0, %1")]
    [InlineData("x / y", "Divide %0, %1")]
    [InlineData("-x", "Affine %0, scale: -1, offset: 0")]
    [InlineData("x * 0.5", "Affine %0, scale: 0.5, offset: 0")]
    [InlineData("2 * x", "Affine %0, scale: 2, offset: 0")]
    [InlineData("x + 1", "Affine %0, scale: 1, offset: 1")]
    [InlineData("1.5f + x", "Affine %0, scale: 1, offset: 1.5")]
    [InlineData("x - 3", "Affine %0, scale: 1, offset: -3")]
    [InlineData("1 - x", "Affine %0, scale: -1, offset: 1")]
    [InlineData("x / 4", "Affine %0, scale: 0.25, offset: 0")]
    [InlineData("2 / x", "Reciprocal %0, numerator: 2")]
    [InlineData("x * Half", "Affine %0, scale: 0.5, offset: 0")]
    [InlineData("x / Math.Sqrt(x.Height * x.Width)", "Affine %0, scale: 0.25, offset: 0")]
    [InlineData("x * (1 / 2)", "Affine %0, scale: 0, offset: 0")]
    [InlineData("x * Math.PI", "Affine %0, scale: 3.141592653589793, offset: 0")]
    [InlineData("Pow(x, 3)", "Pow %0, exponent: 3")]
    [InlineData("Pow(x, 2)", "Square %0")]
    [InlineData("Pow(x, y)", "Power %0, %1")]
    [InlineData("Pow(Math.E, x)", "Exp %2")]
    [InlineData("Maximum(x, 0.5)", "Clamp %0, min: 0.5")]
    [InlineData("Minimum(2, x)", "Clamp %0, max: 2")]
    [InlineData("Maximum(x, y)", "Maximum %0, %1")]
    [InlineData("Clamp(x, min: -1)", "Clamp %0, min: -1")]
    [InlineData("Clamp(x, 0, 6)", "Clamp %0, min: 0, max: 6")]
    [InlineData("Negate(Exp(x))", "Affine %2, scale: -1, offset: 0")]
    [InlineData("Mean(x, Axes.Channels)", "Reduce %0, mode: Average, axes: Channels")]
    [InlineData("Max(x, Axes.Height)", "Reduce %0, mode: Max, axes: Height")]
    [InlineData("Sum(x)", "GlobalPool %0, mode: Sum")]
    [InlineData("GlobalAveragePool(x, Mean(y, Axes.Channels))", "Divide %4, %7")]
    public void Expression(string expression, string last) => Check($"=> {expression};", last);

    /// <summary>What C# computes with the type float is rounded as C# does it.</summary>
    [Theory]
    [InlineData("x * Third", 1f / 3)]
    [InlineData("x * (Tenth + Third)", 0.1f + 1f / 3)]
    [InlineData("x * (Tenth * x.Width)", 0.1f * 4)]
    [InlineData("x * Table[1]", 16777216.0)]
    [InlineData("x * (Table[0] / 3)", 0.1f / 3)]
    [InlineData("x * Half(x.Width)", 2.0)]
    [InlineData("x * (float)(x.Width / 3.0)", (float)(4 / 3.0))]
    [InlineData("x * float.Sqrt(x.Width + 1)", 2.236068f)]
    [InlineData("x * MathF.Sqrt(x.Width + 1)", 2.236068f)]
    [InlineData("x * MathF.PI", 3.1415927f)]
    [InlineData("x * Math.Sqrt(Tenth)", 0.3162277683729184)]
    [InlineData("x * Math.Sin(0.5)", 0.479425538604203)]
    [InlineData("x * Math.Atan2(1, 2)", 0.4636476090008061)]
    public void Floats(string expression, double scale)
    {
        const string Constants = "static readonly float Third = 1 / 3f, Tenth = 0.1f; static readonly float[] Table = [0.1f, 16777217]; "
            + "static float Half(float n) => n / 2;";
        Graph graph = Lowered.Graph($"[FusedNetwork(4, 4, 3)] partial class Net {{ {Constants} [Relu] Layer a; "
            + $"Tensor Forward(Tensor x) => a(x) + ({expression}); }}");
        object found = graph.Nodes.Single(node => node.Operation.Kind == "Affine").Operation.Properties.First().Value;
        Assert.Equal(scale, Assert.IsType<double>(found));
    }

    /// <summary>Each step of a sum of floats is rounded.</summary>
    [Fact]
    public void Sum_of_floats()
    {
        float sum = 0;
        for (int i = 0; i < 10; i++) sum += 0.1f;
        Graph graph = Lowered.Graph("[FusedNetwork(4, 4, 3)] partial class Net { [Relu] Layer a; Tensor Forward(Tensor x) "
            + "{ float sum = 0; for (int i = 0; i < 10; i++) sum += 0.1f; return a(x) * sum; } }");
        Assert.Equal((double)sum, graph.Nodes.Single(node => node.Operation.Kind == "Affine").Operation.Properties.First().Value);
    }

    [Theory]
    [InlineData("x -= y; return x;", "Subtract %0, %1")]
    [InlineData("x *= 0.5; return x;", "Affine %0, scale: 0.5, offset: 0")]
    [InlineData("x /= y; return x;", "Divide %0, %1")]
    [InlineData("x += 1; return x;", "Affine %0, scale: 1, offset: 1")]
    public void Assignment(string body, string last) => Check($"{{ {body} }}", last);

    [Fact]
    public void Numbers_of_a_block_are_operands()
    {
        Graph graph = Lowered.Graph("""
            [Block] class B(int n, double slope)
            {
                [Affine("slope", "n + 1"), Pow("n / 2.0")] Layer a;
                Tensor Forward(Tensor x) => a(slope * x) / n;
            }
            [FusedNetwork(8, 8, 3)] partial class Net { [Block<B>(3, 0.25)] Layer a; }
            """);
        Assert.Equal(
            ["Affine(0.25, 0)", "Affine(0.25, 4)", "Pow(1.5)", $"Affine({1 / 3.0}, 0)"],
            graph.Nodes.Skip(1).Select(node =>
                $"{node.Operation.Kind}({string.Join(", ", node.Operation.Properties.Select(property => property.Value))})"));
    }

    [Fact]
    public void Layers_take_a_mask_and_a_context()
    {
        Graph graph = Lowered.Graph("""
            [FusedNetwork]
            partial class Net
            {
                [SqueezeExcite(Reduction = 4)] Layer se;
                [GlobalAveragePool] Layer mean;
                Tensor Forward([Shape(4, 4, 16)] Tensor x, [Shape(4, 4, 1)] Tensor mask, [Shape(5)] Tensor context) =>
                    se(x, mask, context) * mean(x, mask);
            }
            """);
        Assert.Equal(
            [4, 16 + 5, 1, 1], graph.Parameters
                .Single(parameter => parameter.Name.EndsWith("fc1.weight", StringComparison.Ordinal)).Dimensions);
    }

    private static void Check(string body, string last)
    {
        Graph graph = Lowered.Graph($$"""
            [FusedNetwork]
            partial class Net
            {
                const double Half = 0.5;
                Tensor Forward([Shape(4, 4, 3)] Tensor x, [Shape(4, 4, 3)] Tensor y) {{body}}
            }
            """);
        Assert.EndsWith($" = {last}", GraphText.Print(graph).Split('\n').Last(line => line.StartsWith('%')), StringComparison.Ordinal);
    }
}
