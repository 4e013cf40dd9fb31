using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Lower;

/// <summary>Arrays of layers, and layers that are parts of one sequence: what their parameters are called.</summary>
public class LayerArrayTests
{
    private const string Block = "[Block] class B(int n) { [Conv(\"n\", 1)] Layer conv; } ";

    [Theory]
    [InlineData("[Conv(3, 1), Repeat(2)] Layer[] a;", "a.0.weight a.1.weight")]
    [InlineData("[Conv(3, 1), Relu, Repeat(2)] Layer[] a;", "a.0.weight a.1.weight")]
    [InlineData("[Conv(3, 1), Relu, Conv(3, 1), Repeat(2)] Layer[] a;", "a.0.0.weight a.0.2.weight a.1.0.weight a.1.2.weight")]
    [InlineData("[Conv(3, 1), BatchNorm, Repeat(2)] Layer[] mlp_convs;",
        "mlp_convs.0.weight mlp_bns.0.weight mlp_convs.1.weight mlp_bns.1.weight")]
    [InlineData("[Block<B>(3), Repeat(2)] Layer[] a;", "a.0.conv.weight a.1.conv.weight")]
    [InlineData("[Block<B>(3, Repeat = 2), Repeat(2)] Layer[] a;",
        "a.0.0.conv.weight a.0.1.conv.weight a.1.0.conv.weight a.1.1.conv.weight")]
    [InlineData("[Prefix(\"p.q\"), Conv(3, 1), Repeat(2)] Layer[] a;", "p.q.0.weight p.q.1.weight")]
    [InlineData("[Prefix(\"p{index + 1}\"), Conv(3, 1), Repeat(2)] Layer[] a;", "p1.weight p2.weight")]
    [InlineData("[Conv(3, 1, Name = \"proj\"), Repeat(2)] Layer[] a;", "proj.0.weight proj.1.weight")]
    [InlineData("[Conv(3, 1, Name = \"proj{index}\"), Repeat(2)] Layer[] a;", "proj0.weight proj1.weight")]
    [InlineData("[Conv(\"3 + index\", 1), Repeat(0)] Layer[] a; [Conv(2, 1)] Layer b;", "b.weight")]
    public void Parameters_are_named_as_in_a_module_list(string layers, string names) => Check(layers, names);

    [Theory]
    [InlineData("[Prefix(\"f\"), Conv(3, 1), Relu] Layer a; [Continue(nameof(a)), Conv(3, 1), Block<B>(3)] Layer b;",
        "f.0.weight f.2.weight f.3.conv.weight")]
    [InlineData("[Conv(3, 1)] Layer a; [Continue(\"a\"), Conv(3, 1)] Layer b; [Continue(\"b\"), Relu, Conv(3, 1)] Layer c;",
        "a.0.weight a.1.weight a.3.weight")]
    [InlineData("[Conv(3, 1), BatchNorm, Relu] Layer conv1; [Continue(nameof(conv1)), Conv(3, 1), BatchNorm] Layer conv2;",
        "conv1.0.weight conv1.1.weight conv1.3.weight conv1.4.weight")]
    [InlineData("[Block<B>(3, Repeat = 2), Conv(3, 1, When = \"x.Channels == 4\")] Layer a; [Continue(nameof(a)), Conv(3, 1)] Layer b;",
        "a.0.conv.weight a.1.conv.weight a.2.weight")]
    [InlineData("[Prefix(\"\"), Conv(3, 1), Relu] Layer a; [Continue(nameof(a)), Conv(3, 1, Name = \"last\"), Conv(3, 1)] Layer b;",
        "0.weight last.weight 3.weight")]
    public void Numbering_goes_on(string layers, string names) => Check(layers, names);

    [Fact]
    public void Layers_are_chosen_by_their_number() => Assert.Equal("a.2.weight\na.0.weight", Lowered.Weights(
        "[FusedNetwork(4, 4, 3)] partial class Net { [Conv(3, 1), Repeat(3)] Layer[] a; Tensor Forward(Tensor x) => " +
        "a[0](this.a[a.Length - 1](x)); }"));

    [Fact]
    public void Block_says_how_many_there_are() => Assert.Equal("b.a.0.weight\nb.a.1.weight\nb.a.2.weight", Lowered.Weights(
        "[Block] class C(int depth) { [Conv(3, 1), Repeat(\"depth + 1\")] Layer[] a; "
            + "Tensor Forward(Tensor x) { foreach (var layer in a) x += layer(x); return x; } } "
            + "[FusedNetwork(4, 4, 3)] partial class Net { [Block<C>(2)] Layer b; }"));

    /// <summary>Two networks of one block.</summary>
    [Theory]
    [InlineData("Small", "convs.0.weight\nhead.weight", "(8)")]
    [InlineData("Large", "convs.0.weight\nconvs.1.weight\nhead.weight", "(8)")]
    public void Network_of_a_block(string network, string weights, string output)
    {
        const string source = """
            [Block] class Plain(double width, int depth = 1)
            {
                [Conv("(int)(4 * width)", 3), Relu, Repeat("depth")] Layer[] convs;
                [GlobalAveragePool, Linear(8)] Layer head;
                Tensor Forward(Tensor picture) { foreach (Layer conv in convs) picture = conv(picture); return head(picture); }
            }
            [FusedNetwork(4, 4, 3), With<Plain>(1.5)] partial class Small;
            [FusedNetwork(8, 8, 3), FusedNetwork(6, 8, 3), With<Plain>("depth: 2, width: 1")] partial class Large;
            """;
        var graph = Lowered.Graphs(source, network)[0];
        Assert.Equal(weights, string.Join("\n",
            graph.Parameters.Select(parameter => parameter.Name).Where(name => name.EndsWith("weight"))));
        Assert.Equal("picture", graph.Inputs.Single().Name);
        Assert.Equal(output, graph.Nodes[graph.Outputs.Single().Node].Shape.ToString());
    }

    [Fact]
    public async Task Network_of_a_block_compiles() => Assert.Empty(await Project.DiagnoseAsync(Project.Compile(
        "[Block] class Heads { [Linear(2)] Layer a; [Linear(3)] Layer b; "
            + "(Tensor boxes, Tensor) Forward([Shape(4)] Tensor left, [Shape(5)] Tensor right) => (a(left), b(Concat(left, right))); } "
            + "[FusedNetwork, With<Heads>] partial class Net; "
            + "class User { void Use(Net net, float[] a) => net.Run(left: a, right: a, boxes: a, output2: a); }")));

    private static void Check(string layers, string names) => Assert.Equal(
        names.Replace(' ', '\n'), Lowered.Weights($"{Block}[FusedNetwork(4, 4, 3)] partial class Net {{ {layers} }}"));
}
