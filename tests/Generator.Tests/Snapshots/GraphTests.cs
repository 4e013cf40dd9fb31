using System.Text;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Rewrite;
using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Snapshots;

/// <summary>The graph as declared, and after each pass that changed it.</summary>
public class GraphTests
{
    [Fact]
    public Task Residual() => VerifyPasses(SmallNetworks.Residual, nameof(Residual));

    [Fact]
    public Task SqueezeExcite() => VerifyPasses(SmallNetworks.SqueezeExcite, nameof(SqueezeExcite));

    [Fact]
    public Task InvertedResidual() => VerifyPasses(SmallNetworks.InvertedResidual, nameof(InvertedResidual));

    [Fact]
    public Task Siblings() => VerifyPasses(SmallNetworks.Siblings, nameof(Siblings));

    [Fact]
    public Task Head() => VerifyPasses(SmallNetworks.Head, nameof(Head));

    private static Task VerifyPasses(string source, string method)
    {
        Graph declared = Lowered.Graph(source);
        string last = GraphText.Print(declared);
        var text = new StringBuilder("declared\n").Append(last);
        var notes = new FusionNotes();
        RewritePipeline.Run(declared, notes, (pass, graph) =>
        {
            Assert.Empty(GraphVerifier.Verify(graph));
            string next = GraphText.Print(graph);
            if (next != last) text.Append('\n').Append(pass.GetType().Name).Append('\n').Append(next);
            last = next;
        });
        foreach (string note in notes.Lines) text.Append("\nnot fused: ").Append(note);
        return Verifier.Verify(text.ToString(), "txt", method: method);
    }
}
