using Fusion.Compiler.Graphs;
using Fusion.Compiler.Operations;
using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Lower;

/// <summary>Which values taps show, and what they are called.</summary>
public class TapTests
{
    private const string Blocks = """
        [Block] class B { [Conv(3, 3)] Layer conv1; [Conv(3, 3), BatchNorm, Tap, Relu] Layer conv2; }
        [Block] class Named(int number) { [Conv(3, 3), Tap("seen{number}"), Relu] Layer conv; }
        [Block] class Root { [Conv(3, 3), Tap("/top"), Relu] Layer conv; }
        [Block] class Wrap(bool tap = true) { [Block<B>] Layer inner; [SqueezeExcite(Channels = 2, TapGate = "tap")] Layer se; }
        [Block] class Local { [Conv(3, 3)] Layer conv; Tensor Forward(Tensor x) { Tensor z = Tap(conv(x)); return Relu(z); } }

        """;

    [Theory]
    [InlineData("[Conv(4, 3), BatchNorm, Tap, Relu] Layer conv1;", "Conv1 BatchNorm")]
    [InlineData("[Conv(4, 3), BatchNorm, Relu, Tap] Layer conv1;", "Conv1 Relu")]
    [InlineData("[Tap, Conv(4, 3)] Layer conv1;", "Conv1 Input")]
    [InlineData("[Conv(4, 3), Tap(\"before\"), Relu, Tap(\"after\")] Layer a;", "Before Conv, After Relu")]
    [InlineData("[Conv(4, 3), Tap(Name = \"before\"), Relu] Layer a;", "Before Conv")]
    [InlineData("[Conv(4, 3), Tap(\"a.b\"), Relu] Layer a;", "A_B Conv")]
    [InlineData("[Conv(4, 3), Tap(When = \"x.Channels == 4\"), Relu, Tap(When = \"x.Channels == 3\")] Layer a;", "A Relu")]
    [InlineData("[Conv(4, 3), Dropout, Tap, Relu] Layer _a_b;", "A_b Dropout")]
    [InlineData("[Prefix(\"features.0\"), Conv(4, 3), Tap] Layer stem;", "Stem Conv")]
    [InlineData("[Block<B>] Layer b;", "B_Conv2 BatchNorm")]
    [InlineData("[Block<B>, Tap] Layer b;", "B_Conv2 BatchNorm, B Relu")]
    [InlineData("[Block<B>, Block<B>(Repeat = 2)] Layer b;", "B_0_Conv2 BatchNorm, B_1_Conv2 BatchNorm, B_2_Conv2 BatchNorm")]
    [InlineData("[Block<Wrap>] Layer layer1;", "Layer1_Inner_Conv2 BatchNorm, Layer1_Se_Gate Sigmoid")]
    [InlineData("[Block<Wrap>(false)] Layer layer1;", "Layer1_Inner_Conv2 BatchNorm")]
    [InlineData("[Block<Named>(7)] Layer b;", "B_Seen7 Conv")]
    [InlineData("[Block<Root>] Layer b;", "Top Conv")]
    [InlineData("[Block<Local>] Layer b;", "B_Z Conv")]
    [InlineData("[Conv(8, 3), SqueezeExcite(Reduction = 4, Gate = Activation.None, TapGate = true), Tap] Layer se;",
        "Se_Gate Conv, Se Multiply")]
    [InlineData("[SqueezeExcite(Channels = 2, TapGate = false)] Layer se;", "")]
    public void On_layers(string layer, string expected) =>
        Assert.Equal(expected, Taps(Blocks + $"[FusedNetwork(8, 8, 3)] partial class Net {{ {layer} }}"));

    [Theory]
    [InlineData("{ Tensor y = Tap(a(x)); return Relu(y); }", "Y Conv")]
    [InlineData("{ var y = (Tap(a(x))); return x; }", "Y Conv")]
    [InlineData("{ Tensor y; y = Ops.Tap(a(x)); return Relu(y); }", "Y Conv")]
    [InlineData("{ var y = a(x); return Relu(Tap(y)); }", "Y Conv")]
    [InlineData("{ var z = Tap(x: x); return a(z); }", "Z Input")]
    [InlineData("=> Relu(Tap(a(x), \"before\"));", "Before Conv")]
    [InlineData("=> Tap(name: \"after\", x: Relu(a(x)));", "After Relu")]
    [InlineData("{ for (int i = 0; i < 2; i++) x = Tap(Relu(x), \"step\" + i); return a(x); }", "Step0 Relu, Step1 Relu")]
    [InlineData("{ var (p, q) = Split(a(x), 2); return Concat(Tap(p), q); }", "P Slice")]
    public void In_Forward(string body, string expected) => Assert.Equal(
        expected,
        Taps($"[FusedNetwork(8, 8, 4)] partial class Net {{ [Conv(4, 3)] Layer a; Tensor Forward(Tensor x) {body} }}"));

    [Theory]
    [InlineData("[Conv(4, 3), TAP BatchNorm] Layer conv1;")]
    [InlineData("[Conv(4, 3), Relu, TAP Conv(4, 3), TAP2 PRelu] Layer a;")]
    [InlineData("[Block<B>, TAP Block<B>(Repeat = 2)] Layer b;")]
    [InlineData("[Block<B>(Name = \"\"), TAP] Layer b;")]
    public void No_parameter_gets_another_name(string layer)
    {
        const string block = "[Block] class B { [Conv(3, 3), BatchNorm] Layer conv; }";
        string with = layer.Replace("TAP2", "Tap(\"Second\"),").Replace("TAP]", "Tap]").Replace("TAP", "Tap,");
        string without = layer.Replace("TAP2", "").Replace(", TAP]", "]").Replace("TAP", "");
        Assert.Equal(
            Lowered.Graph($"{block} [FusedNetwork(8, 8, 3)] partial class Net {{ {without} }}").Parameters,
            Lowered.Graph($"{block} [FusedNetwork(8, 8, 3)] partial class Net {{ {with} }}").Parameters);
    }

    [Fact]
    public void Every_size_has_them()
    {
        var graphs = Lowered.Graphs(
            "[FusedNetwork(8, 8, 3), FusedNetwork(4, 6, 3)] "
            + "partial class Net { [Conv(4, 3), Tap, Relu] Layer a; [Conv(4, 3), Tap] Layer b; }");
        Assert.All(graphs, graph => Assert.Equal(["A", "B"], graph.Taps.Select(tap => tap.Name)));
        Assert.Equal([Shape.Of(8, 8, 4), Shape.Of(4, 6, 4)], graphs.Select(graph => graph.Nodes[graph.Taps[0].Node].Shape));
    }

    /// <summary>Name and operation of each tapped value.</summary>
    private static string Taps(string source)
    {
        Graph graph = Lowered.Graph(source);
        Assert.DoesNotContain(graph.Nodes, node => node.Operation.Kind == Tap.Name);
        return string.Join(", ", graph.Taps.Select(tap => $"{tap.Name} {graph.Nodes[tap.Node].Operation.Kind}"));
    }
}
