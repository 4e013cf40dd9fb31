using Fusion.Docs.Tests.Operations;
using Fusion.Import.Tests.Writing.Support;
using Fusion.Import.Writing;
using Fusion.Kernels.Tests.Support;

namespace Fusion.Import.Tests.Writing;

/// <summary>What is written is read again by the generator's own front end, and must be the same graph.</summary>
public sealed class RoundTripTests
{
    /// <summary>Nodes that only stand inside of operations, and what is declared in their place.</summary>
    private static readonly string[] s_inner =
        ["Power", "RnnSteps", "GruSteps", "LstmSteps", "GlobalPool", "Reduce", "Broadcast", "DepthToSpace", "SpaceToDepth", "IsZero"];

    public static TheoryData<string> Zoo => [.. ZooGraphs.Names];

    public static TheoryData<string> Operations =>
        [.. OperationExamples.All.Select(example => example.Operation).Where(name => name != "Tap")];

    [Theory]
    [MemberData(nameof(Zoo))]
    public void A_network_of_the_zoo_comes_back(string network)
    {
        IReadOnlyList<Graph> sizes = ZooGraphs.Of(network);
        Check(sizes[0], exact: true, more: [.. sizes.Skip(1)]);
    }

    [Theory]
    [MemberData(nameof(Zoo))]
    public void A_network_of_the_zoo_comes_back_without_its_names(string network) =>
        Check(Unnamed.Of(ZooGraphs.Of(network)[0]), exact: true);

    [Fact]
    public void No_operation_is_forgotten() => Assert.Equal(
        OperationTable.All.Select(operation => operation.Name).Order(),
        OperationExamples.All.Select(example => example.Operation).Concat(s_inner).Order());

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_operation_comes_back(string operation)
    {
        OperationExample example = OperationExamples.All.Single(example => example.Operation == operation);
        Check(example.Graph(), exact: true);
        // The same with something before and behind it, so that it stands inside a layer.
        if (example.Declaration[0] == '[' && !example.IsWhole())
        {
            string layers = $"[Scale, {example.Declaration[1..^1]}, Square] Layer layer;";
            string source = $"[FusedNetwork({example.Inputs[0]})] public partial class Net {{ {layers} }}";
            Check(Assert.Single(FrontEnd.Graphs(FrontEnd.Compile(source), "Net")), exact: true);
        }
    }

    [Theory]
    [InlineData("[Resize(Scale = \"(0.7, 1.3)\", Mode = UpsampleMode.Bicubic)] Layer layer;", "16, 16, 8")]
    [InlineData("[Resize(3, Mode = UpsampleMode.Bilinear, Coordinates = ResizeCoordinates.Asymmetric)] Layer layer;", "16, 16, 8")]
    [InlineData("[Resize(Scale = 0.3, Mode = UpsampleMode.Bicubic, Antialias = true, CubicCoefficient = -0.5)] Layer layer;", "16, 16, 8")]
    [InlineData("[Resize(5, Mode = UpsampleMode.Bilinear, Region = \"(0, 0.25, 1.5, 0.75)\", Outside = 1)] Layer layer;", "16, 16, 8")]
    [InlineData("Tensor Forward(Tensor x) => Resize(x, 5, mode: UpsampleMode.Bicubic, antialias: true, excludeOutside: true);", "9, 9, 8")]
    public void A_form_of_resizing_comes_back(string body, string shape) => Check(Assert.Single(FrontEnd.Graphs(
        FrontEnd.Compile($"[FusedNetwork({shape})] public partial class Net {{ {body} }}"), "Net")), exact: true);

    public static TheoryData<string> OfKernels =>
        [.. typeof(Networks).GetProperties().Where(property => property.PropertyType == typeof(Graph)).Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(OfKernels))]
    public void A_network_of_the_kernels_tests_comes_back(string name) =>
        Check((Graph)typeof(Networks).GetProperty(name)!.GetValue(null)!, exact: name != "Attend", allowWarnings: true);

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(200)]
    public void A_random_graph_comes_back(int seed)
    {
        for (int i = seed; i < seed + 40; i++)
        {
            Graph graph = RandomGraph.Create(new Random(i), "Random");
            Check(graph, exact: !graph.Nodes.Any(IsSaidInSeveral), allowWarnings: true);
        }
    }

    /// <summary>Operations that come back as others, which compute the same.</summary>
    private static bool IsSaidInSeveral(Node node) =>
        node.Operation is Reduce or Reshape or DepthToSpace or ChannelScale { Bias: not null };

    private static void Check(Graph graph, bool exact, IReadOnlyList<Graph>? more = null, bool allowWarnings = false)
    {
        DeclarationText text = DeclarationWriter.Write(graph, new DeclarationOptions("Net") { MoreSizes = more ?? [] });
        Assert.Equal(text.Text, DeclarationWriter.Write(graph, new DeclarationOptions("Net") { MoreSizes = more ?? [] }).Text);
        Assert.All(text.Text.Split('\n'), line => Assert.True(line.Length <= 140, line));
        IReadOnlyList<Graph> found = FrontEnd.Graphs(FrontEnd.Compile(text.Text), "Net", allowWarnings);
        Assert.Equal(1 + (more?.Count ?? 0), found.Count);
        if (exact) SameGraph.Check(graph, found[0], text.Renames, text.Text);
        for (int i = 1; i < found.Count; i++) SameGraph.Check(more![i - 1], found[i], text.Renames, text.Text);
        if (graph.MultiplyAdds < 2_000_000) SameGraph.Compute(graph, found[0], text.Renames, text.Text);
    }
}
