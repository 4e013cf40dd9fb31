using Fusion.Compiler.Graphs;
using Fusion.Compiler.Operations;
using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Lower;

/// <summary>What the C# of Forward means.</summary>
public class ForwardTests
{
    [Theory]
    [InlineData("x.Channels == 3 ? x : a(x)", 0)]
    [InlineData("x.Channels != 3 ? x : a(x)", 1)]
    [InlineData("a(a(a(x)))", 3)]
    [InlineData("x.Height == 8 && (x.Width == 6 || 1 / (x.Width - 6) > 0) ? a(x) : x", 1)]
    [InlineData("Two == 2 && Math.Max(x.Width, x.Height) == 8 && x.Rank == 3 && x.Frames == 1 ? a(x) : x", 1)]
    public void Expression(string expression, int convolutions) => Check("=> " + expression + ";", convolutions);

    [Theory]
    [InlineData("for (int i = 0; i < 4; i++) x = a(x); return x;", 4)]
    [InlineData("for (int i = 6; i > 0; i -= 2) { if (i == 4) { x = a(x); } else { x += a(x); } } return x;", 3)]
    [InlineData("var y = a(x); { var z = a(y); y = z; } return y;", 2)]
    [InlineData("if (x.Channels == 3) return a(x); return a(a(x));", 1)]
    [InlineData("var (p, q) = Split(x, 1, 2); var all = Split(Concat([q, p]), 3); return a(Concat(all[0], all[all.Length - 1], p));", 1)]
    [InlineData("int n = (int)(2.5 * 2); for (int i = 0; i < n; ++i) { x = a(x); ; } return x;", 5)]
    [InlineData("Tensor y; y = x; (x, y) = (a(y), a(x)); return this.a(x + y);", 3)]
    public void Body(string body, int convolutions) => Check("{ " + body + " }", convolutions);

    [Fact]
    public void Inputs_and_outputs_have_the_names_of_Forward()
    {
        Graph graph = Lowered.Graph("""
            [FusedNetwork]
            partial class Net
            {
                (Tensor sum, Tensor, Tensor @out) Forward([Shape(4, 4, 3)] Tensor a, [Shape(4, 4, 3)] Tensor @in) =>
                    (a + @in, a * @in, Relu(a));
            }
            """);
        Assert.Equal(["a", "in"], graph.Inputs.Select(input => input.Name));
        Assert.Equal(["sum", "output2", "out"], graph.Outputs.Select(output => output.Name));
    }

    [Fact]
    public async Task Inputs_may_have_any_name() => Assert.Empty(await Project.DiagnoseAsync(Project.Compile(
        "[FusedNetwork(4, 4), FusedNetwork(8, 4)] partial class Net { [GlobalAveragePool, Linear(4)] Layer a; " +
        "(Tensor program, Tensor output0) Forward(Tensor batch) => (a(batch), batch); }")));

    /// <summary>As in C#, where 1 / 2 is 0 for an int, and 0.5 for a double that was given as 1.</summary>
    [Theory]
    [InlineData("[Block<B>(1)]", 0.5)]
    [InlineData("[Block<B>(\"slope: 1\")]", 0.5)]
    [InlineData("[Block<B>(\"2 / 2\")]", 0.5)]
    [InlineData("[Block<B>(1.5)]", 0.75)]
    public void Whole_number_for_a_parameter_of_type_double_is_a_double(string block, double slope)
    {
        Graph graph = Lowered.Graph($$"""
            [Block] class B(double slope) { [LeakyRelu(Slope = "slope / 2")] Layer a; }
            [FusedNetwork(8, 8, 3)] partial class Net { {{block}} Layer a; }
            """);
        Assert.Equal(slope, Assert.Single(graph.Nodes.Select(node => node.Operation).OfType<LeakyRelu>()).Slope);
    }

    [Fact]
    public void Sizes_give_one_graph_each()
    {
        IReadOnlyList<Graph> graphs =
            Lowered.Graphs(
            "[FusedNetwork(8, 8, 3), FusedNetwork(5, 9, 3)] partial class Net { [Conv(4, 3), GlobalAveragePool, Linear(2)] Layer a; }");
        Assert.Equal(2, graphs.Count);
        Assert.Equal(graphs[0].Parameters, graphs[1].Parameters);
        Assert.Equal("(5, 9, 3)", graphs[1].Inputs.Single().Shape.ToString());
    }

    [Fact]
    public void Default_of_a_bias_looks_over_the_edge_of_a_block()
    {
        Graph graph = Lowered.Graph("""
            [Block] class B { [Conv(4, 3)] Layer conv; }
            [FusedNetwork(8, 8, 3)] partial class Net { [Block<B>] Layer a; [BatchNorm] Layer b; [Block<B>] Layer c; }
            """);
        Assert.Equal([false, true], graph.Nodes.Select(node => node.Operation).OfType<Conv>().Select(conv => conv.Bias));
    }

    [Fact]
    public void Layer_may_have_the_name_of_a_function() =>
        Assert.Equal(1, Convolutions(
            Lowered.Graph(
            "[FusedNetwork(8, 8, 3)] partial class Net { [Conv(3, 3)] Layer Relu; Tensor Forward(Tensor x) => Ops.Relu(Relu(x)); }")));

    /// <summary>Every attribute can be applied.</summary>
    [Theory]
    [InlineData("Conv(4, \"(3, 1)\", Stride = 2, Dilation = \"(2, 1)\", Padding = 0, Groups = 2, Bias = false)")]
    [InlineData("DepthwiseConv(3, Stride = \"(2, 1)\", Dilation = 2, Padding = \"(1, 2)\", Bias = true)")]
    [InlineData("Linear(5, Bias = false)")]
    [InlineData("BatchNorm(Epsilon = 0.001)")]
    [InlineData("LeakyRelu(Slope = 0.2)")]
    [InlineData("PRelu(Shared = true)")]
    [InlineData("HardSigmoid(Slope = 0.2, Offset = 0.4)")]
    [InlineData("Gelu(Approximate = true)")]
    [InlineData("Elu(Alpha = 2)")]
    [InlineData("SqueezeExcite(Channels = 2, Inner = Activation.Silu, Gate = Activation.HardSigmoid, GateSlope = 0.2, GateOffset = " +
        "0.4, Pool = GlobalPoolMode.Sum, Bias = false, First = \"a\", Second = \"b\")")]
    [InlineData("MaxPool(3, Stride = 2, Padding = 1, CeilMode = true)")]
    [InlineData("AveragePool(3, Stride = 2, Padding = 1, CeilMode = true, CountPadding = false)")]
    [InlineData("GlobalAveragePool"), InlineData("GlobalMaxPool"), InlineData("GlobalSumPool")]
    [InlineData("ChannelShuffle(2)"), InlineData("Upsample(2, Mode = UpsampleMode.Bilinear, AlignCorners = true)")]
    [InlineData("PadChannels(1, 2)"), InlineData("Subsample(2)"), InlineData("Flatten"), InlineData("Reshape(-1, 8)"),
        InlineData("Slice(1, 2)")]
    [InlineData("LocalResponseNorm(3, Alpha = 0.1, Beta = 0.5, K = 2)"), InlineData("Dropout(0.2)")]
    [InlineData("Relu"), InlineData("Relu6"), InlineData("Silu"), InlineData("HardSwish"), InlineData("Sigmoid"), InlineData("Tanh"),
        InlineData("Mish"), InlineData("Softmax")]
    [InlineData("Activate(Activation.GeluTanh)")]
    public void Attribute(string attribute) =>
        Assert.NotNull(Lowered.Graph($"[FusedNetwork(8, 6, 4)] partial class Net {{ [{attribute}] Layer a; }}"));

    /// <summary>On a layer of a network and of a block, given or by the block's parameter.</summary>
    [Fact]
    public void Arithmetic_of_a_layer()
    {
        Graph graph = Lowered.Graph("""
            [Block]
            class Twice(Arithmetic arithmetic)
            {
                [Conv(16, 3, Arithmetic = Arithmetic.Direct)] Layer a;
                [Conv(16, 3, Arithmetic = "arithmetic")]      Layer b;
            }

            [FusedNetwork(8, 6, 16)]
            partial class Net
            {
                [Conv(16, 3, Arithmetic = Arithmetic.Direct), Conv(16, 3)]                 Layer first;
                [Block<Twice>(Arithmetic.Direct), Block<Twice>(Arithmetic.Fast)]          Layer rest;
            }
            """);
        Assert.Equal(
            ["Direct", "Fast", "Direct", "Direct", "Direct", "Fast"],
            graph.Nodes.Select(node => node.Operation).OfType<Conv>().Select(conv => conv.Arithmetic.ToString()));
    }

    [Fact]
    public void Every_attribute_has_an_operation()
    {
        var attributes = typeof(OperationAttribute).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(OperationAttribute)) && !type.IsGenericType)
            .Select(type => type.Name[..^"Attribute".Length]);
        Assert.All(attributes, name => Assert.NotNull(OperationTable.Find(name)));
    }

    [Fact]
    public void Every_function_has_an_operation() =>
        Assert.All(typeof(Ops).GetMethods(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public), method =>
            Assert.NotNull(OperationTable.Find(method.Name)));

    [Fact]
    public Task Arguments_of_attributes() => Verifier.Verify(string.Join("\n", ArgumentCases.Select(attribute =>
        $"[{attribute}]\n{GraphText.Print(Lowered.Graph($"[FusedNetwork(8, 6, 4)] partial class Net {{ [{attribute}] Layer a; }}"))}")));

    private static IReadOnlyList<string> ArgumentCases =>
    [
        "Conv(4, \"(3, 1)\", Stride = 2, Dilation = \"(2, 1)\", Padding = 0, Groups = 2, Bias = false)",
        "DepthwiseConv(3, Stride = \"(2, 1)\", Dilation = 2, Padding = \"(1, 2)\", Bias = true)",
        "SqueezeExcite(Channels = 2, Inner = Activation.Silu, Gate = Activation.HardSigmoid, GateSlope = 0.2, GateOffset = 0.4, Pool = " +
        "GlobalPoolMode.Sum, Bias = false, First = \"a\", Second = \"b\")",
        "AveragePool(3, Stride = 2, Padding = 1, CeilMode = true, CountPadding = false)",
        "Upsample(2, Mode = UpsampleMode.Bilinear, AlignCorners = true)",
        "LocalResponseNorm(3, Alpha = 0.1, Beta = 0.5, K = 2)",
        "HardSigmoid(Slope = 0.2, Offset = 0.4)",
    ];

    private static void Check(string forward, int convolutions) => Assert.Equal(
        convolutions,
        Convolutions(Lowered.Graph($$"""
            [FusedNetwork(8, 6, 3)] partial class Net
            {
                private const int Two = 2;
                [Conv(3, 3)] Layer a;
                Tensor Forward(Tensor x) {{forward}}
            }
            """)));

    private static int Convolutions(Graph graph) => graph.Nodes.Count(node => node.Operation is Conv);
}
