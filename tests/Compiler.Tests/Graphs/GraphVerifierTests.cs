namespace Fusion.Compiler.Tests.Graphs;

public class GraphVerifierTests
{
    private static readonly Graph Sound = GraphText.Parse(
        """
        graph Sound
        %0 (4) = Input name: x
        %1 (4) = Linear %0, outputs: 4, bias: true @ a
        %2 (4) = Relu %1
        output y = %2
        """);

    [Fact]
    public void A_sound_graph_has_no_problem() => Assert.Empty(GraphVerifier.Verify(Sound));

    [Fact]
    public void Each_fault_is_named()
    {
        Has("%1 Linear reads %2, which does not come before it.", Replace(1, node => node with { Inputs = [2] }));
        Has("%2 Relu has the shape (5), but its rule gives (4).", Replace(2, node => node with { Shape = Shape.Of(5) }));
        Has("Node 2 has the id 7.", Replace(2, node => node with { Id = 7 }));
        Has("%1 Linear leaves its bias open; ResolveBias must run first.",
            Replace(1, node => node with { Operation = new Linear("a", 4) }));
        Has("%1 Slice: it takes 9 channels from channel 0 on", Replace(1, node => node with { Operation = new Slice(0, 9) }));
        Has("The graph has no output.", Sound with { Outputs = [] });
        Has("There are 2 outputs with the name 'y'.", Sound with { Outputs = [new("y", 1), new("y", 2)] });
        Has("There are 2 taps with the name 'T'.", Sound with { Taps = [new("T", 1), new("T", 2)] });
        Has("Tap 'T' shows %9, which does not exist.", Sound with { Taps = [new("T", 9)] });
        Has("Output 'y' shows %9, which does not exist.", Sound with { Outputs = [new("y", 9)] });
    }

    [Fact]
    public void A_parameter_has_one_shape()
    {
        var builder = new GraphBuilder("shared");
        int x = builder.Input("x", 4);
        builder.Output("y", builder.Add(new Linear("a", 3, true), builder.Add(new Linear("a", 2, true), x)));
        Has("The parameter 'a.weight' is [2, 4] in one place and [3, 2] in %2.", builder.Build());
    }

    [Fact]
    public void Check_throws() =>
        Assert.Contains("no output",
        Assert.Throws<InvalidOperationException>(() => GraphVerifier.Check(Sound with { Outputs = [] })).Message);

    private static void Has(string problem, Graph graph) =>
        Assert.Contains(GraphVerifier.Verify(graph), found => found.StartsWith(problem, StringComparison.Ordinal));

    private static Graph Replace(int id, Func<Node, Node> change) =>
        Sound with { Nodes = [.. Sound.Nodes.Select(node => node.Id == id ? change(node) : node)] };
}
