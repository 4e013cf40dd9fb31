using Fusion.Compiler.Graphs;
using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Lower;

/// <summary>Blocks with several inputs and outputs.</summary>
public class SeveralTensorsTests
{
    private const string Blocks = """
        [Block] class Up { [Conv(4, 3)] Layer conv; Tensor Forward(Tensor x, Tensor skip) => conv(Concat(x, Relu(skip))); }
        [Block] class Se
        {
            [GlobalAveragePool, Conv("x.Channels", 1), Sigmoid] Layer s;
            (Tensor y, Tensor gate) Forward(Tensor x) { var gate = s(x); return (x * gate, gate); }
        }
        [Block] class Two { [Relu] Layer a, b; (Tensor, Tensor) Forward(Tensor x, Tensor y) => (a(x + y), b(y)); }
        [Block] class All { Tensor Forward(params Tensor[] values) => Concat(values); }
        [Block] class First { Tensor Forward(Tensor x, Tensor[] more) => x + more[more.Length - 1]; }
        [Block] class Levels { [Relu] Layer r; Tensor[] Forward(Tensor x) => [x, r(x), x]; }
        """;

    [Theory]
    [InlineData("[Block<Up>] Layer up;", "up(x, x)", "%1 = Relu %0\n%2 = Concat %0 %1\n%3 = Conv %2")]
    [InlineData("[Block<Up>] Layer up;", "up([x, .. Split(x, 1)])", "%1 = Slice %0\n%2 = Relu %1\n%3 = Concat %0 %2\n%4 = Conv %3")]
    [InlineData("[Block<Two>, Block<Up>] Layer up;", "up(x, x)",
        "%1 = Add %0 %0\n%2 = Relu %1\n%3 = Relu %0\n%4 = Relu %3\n%5 = Concat %2 %4\n%6 = Conv %5")]
    [InlineData("[Block<Two>(Repeat = 2), Block<All>] Layer all;", "all(x, x)",
        "%1 = Add %0 %0\n%2 = Relu %1\n%3 = Relu %0\n%4 = Add %2 %3\n%5 = Relu %4\n%6 = Relu %3\n%7 = Concat %5 %6")]
    [InlineData("[Block<First>] Layer first;", "first(x, Relu(x), Tanh(x))", "%1 = Relu %0\n%2 = Tanh %0\n%3 = Add %0 %2")]
    [InlineData("[Tanh, Block<Levels>] Layer<Tensor[]> levels;", "levels(x)[1]", "%1 = Tanh %0\n%2 = Relu %1")]
    public void Tensors_flow(string layer, string expression, string nodes) => Assert.Equal(nodes, Nodes(Lowered.Graph(
        $"{Blocks} [FusedNetwork(4, 4, 4)] partial class Net {{ {layer} Tensor Forward(Tensor x) => {expression}; }}")));

    [Theory]
    [InlineData("var (y, gate) = se(x); return y + gate;")]
    [InlineData("var r = se(x); return r.y + r.gate;")]
    [InlineData("var r = se(x); return r.Item1 + r.Item2;")]
    [InlineData("(Tensor a, Tensor b) r = se(x); return r.a + r.b;")]
    [InlineData("(Tensor y, var gate) = se(x); return y + gate;")]
    [InlineData("Tensor y, gate; (y, gate) = se(x); return y + gate;")]
    public void Results_are_taken_apart(string body) => Assert.Equal(
        "%1 = GlobalPool %0\n%2 = Conv %1\n%3 = Sigmoid %2\n%4 = Multiply %0 %3\n%5 = Add %4 %3",
        Nodes(Lowered.Graph($"{Blocks} [FusedNetwork(4, 4, 4)] partial class Net "
            + $"{{ [Block<Se>] Layer<(Tensor y, Tensor gate)> se; Tensor Forward(Tensor x) {{ {body} }} }}")));

    [Fact]
    public void Results_of_a_block_are_those_of_the_network() => Assert.Equal(["y", "g"], Lowered.Graph(
        $"{Blocks} [FusedNetwork(4, 4, 4)] partial class Net "
            + "{ [Block<Se>] Layer<(Tensor, Tensor)> se; (Tensor y, Tensor g) Forward(Tensor x) => se(x); }").Outputs
        .Select(output => output.Name));

    [Theory]
    [InlineData("Layer<(Tensor, Tensor)>", "var (a, b) = joint(x, x); return a + b;")]
    [InlineData("Layer<Tensor[]>", "var all = joint(x, x); return all[0] + all[1];")]
    public void An_operation_returns_as_many_as_it_takes(string type, string body) => Assert.Equal(
        "%1 = GlobalPool %0\n%2 = GlobalPool %0\n%3 = Concat %1 %2\n%4 = Linear %3\n%5 = Relu %4\n%6 = Linear %5\n%7 = Sigmoid %6\n"
            + "%8 = Affine %7\n%9 = Multiply %0 %8\n%10 = Linear %5\n%11 = Sigmoid %10\n%12 = Affine %11\n%13 = Multiply %0 %12\n"
            + "%14 = Add %9 %13",
        Nodes(Lowered.Graph($"[FusedNetwork(4, 4, 4)] partial class Net {{ [JointSqueezeExcite] {type} joint; "
            + $"Tensor Forward(Tensor x) {{ {body} }} }}")));

    [Fact]
    public void Levels_are_an_array() => Assert.Equal("%1 = Relu %0\n%2 = Relu %1\n%3 = Relu %1\n%4 = Add %3 %1", Nodes(Lowered.Graph(
        $"{Blocks} [FusedNetwork(4, 4, 4)] partial class Net {{ [Relu, Block<Levels>] Layer<Tensor[]> levels; "
            + "Tensor Forward(Tensor x) { var all = levels(x); return Relu(all[0]) + all[2]; } }")));

    /// <summary>The operations with their inputs, without shapes and options.</summary>
    private static string Nodes(Graph graph) => string.Join("\n", graph.Nodes.Skip(1)
        .Select(node => $"%{node.Id} = {node.Operation.Kind} {string.Join(" ", node.Inputs.Select(input => "%" + input))}".TrimEnd()));
}
