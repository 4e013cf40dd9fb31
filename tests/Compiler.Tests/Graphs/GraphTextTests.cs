using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Graphs;

public class GraphTextTests
{
    private const string Text =
        """
        graph Tiny
        %0 (8, 8, 3) = Input name: image @ image
        %1 (4, 4, 16) = Conv %0, outputs: 16, kernel: 3, stride: 2, padding: 1, bias: false @ stem.0
        %2 (4, 4, 16) = BatchNorm %1, epsilon: 1e-5 @ stem.1
        %3 (4, 4, 16) = Relu %2
        %4 (4, 4, 32) = Concat %3, %3
        %5 (32) = GlobalPool %4, mode: Average
        %6 (10) = Linear %5, path: "class ifier", outputs: 10, bias: true @ head
        output logits = %6
        output "second one" = %3
        tap Stem_0 = %1
        tap Again = %1

        """;

    [Fact]
    public void Prints_what_it_parsed()
    {
        Graph graph = GraphText.Parse(Text);
        Assert.Equal(Text.ReplaceLineEndings("\n"), GraphText.Print(graph));
        Assert.Equal("class ifier", Assert.IsType<Linear>(graph.Nodes[6].Operation).Path);
        Assert.Equal(new GraphOutput("second one", 3), graph.Outputs[1]);
        Assert.Equal([new GraphTap("Stem_0", 1), new GraphTap("Again", 1)], graph.Taps);
    }

    [Fact]
    public void Keeps_the_layout()
    {
        var builder = new GraphBuilder("planes") { Layout = Layout.Nchw };
        builder.Output("y", builder.Add(new Relu(), builder.Input("x", 4, 5, 3)));
        Graph graph = builder.Build();
        GraphChecks.RoundTrips(graph);
        Assert.Equal(Layout.Nchw, GraphText.Parse(GraphText.Print(graph)).Layout);
        Assert.Contains("layout nchw", GraphText.Print(graph));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("1.5")]
    [InlineData("true")]
    [InlineData("a\"b\\c\nd @ %1, x: 2")]
    [InlineData("größe")]
    public void Keeps_any_name(string name)
    {
        var builder = new GraphBuilder(name.Length == 0 ? "empty" : name);
        int input = builder.Input(name, 4);
        builder.Output(name, builder.Add(new Linear(name, 2, true), [input], name));
        builder.Output("other", builder.Add(new Linear(name, 2, true), [input], "elsewhere"));
        GraphChecks.RoundTrips(builder.Build());
    }

    [Theory]
    [InlineData("", "a line 'graph' and the name was expected first")]
    [InlineData("%0 (3) = Input name: x", "'graph' was expected at column 1")]
    [InlineData("graph G\n%1 (3) = Input name: x", "Line 2", "the node is %1, but %0 is the next")]
    [InlineData("graph G\n%0 (3) = Frobnicate", "there is no operation 'Frobnicate'")]
    [InlineData("graph G\n%0 (3) = Input name: x\n%1 (3) = SqueezeExcite %0", "stands for several nodes")]
    [InlineData("graph G\n%0 (3) = Input name: x\n%1 (4) = Relu %0", "the shape is (4), but Relu gives (3)")]
    [InlineData("graph G\n%0 (3) = Input name: x\n%1 (3) = Relu %2", "%2 is used before it is defined")]
    [InlineData("graph G\n%0 (3) = Input name: x\n%1 (3) = Conv %0, kernel: 1", "Line 3", "the argument outputs is missing")]
    [InlineData("graph G\n%0 (3) = Input name: \"x", "not closed")]
    [InlineData("graph G\n%0 (3.5) = Input name: x", "'3.5' is not a whole number")]
    [InlineData("graph G\n%-1 (3) = Input name: x", "%-1 is negative")]
    [InlineData("graph G\n%0 () = Input name: x", "Line 2", "the shape has 0 sizes")]
    [InlineData("graph G\n%0 () = Input name: x\n%1 () = Conv %0 outputs: 3, kernel: 1", "Line 2", "the shape has 0 sizes")]
    [InlineData("graph G\n%0 (1, 2, 3, 4, 5) = Input name: x", "the shape has 5 sizes")]
    [InlineData("graph G\n%0 (3, -2, 4) = Input name: x", "a size of the shape is less than 1")]
    [InlineData("graph G\n%0 (3, 3) = Input name: x\n%1 (3) = Upsample %0, scale: 2000000000", "Line 3", "overflow")]
    public void Says_what_is_wrong_and_where(string text, params string[] parts)
    {
        string message = Assert.Throws<FormatException>(() => GraphText.Parse(text)).Message;
        Assert.All(parts, part => Assert.Contains(part, message));
    }

    /// <summary>No prefix, and no text with a letter exchanged, may bring about anything but a graph or a
    /// <see cref="FormatException"/>.</summary>
    [Fact]
    public void Survives_damaged_text()
    {
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            char[] damaged = Text[..random.Next(Text.Length)].ToCharArray();
            for (int hit = 0; hit < 3 && damaged.Length > 0; hit++)
                damaged[random.Next(damaged.Length)] = "%(),:=@\" -19x\n"[random.Next(14)];
            try
            {
                GraphText.Parse(new string(damaged));
            }
            catch (FormatException)
            {
            }
        }
    }
}
