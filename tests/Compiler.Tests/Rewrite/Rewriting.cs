using Fusion.Compiler.Reference;
using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Rewrite;

/// <summary>What a pass makes of a graph that the passes before it have rewritten, and that the graph still computes the same.</summary>
internal static class Rewriting
{
    /// <summary>Far below what single precision could show, far above what another order of additions makes.</summary>
    private const double Tolerance = 1e-12;

    /// <summary>
    /// The graph after <typeparamref name="TPass"/> is this one, and this is what could not be fused. A line that begins with spaces
    /// continues the one before.
    /// </summary>
    public static void Gives<TPass>(string before, string after, params string[] notes) where TPass : IRewritePass
    {
        var (graph, lines) = After<TPass>(before);
        string found = GraphNotation.Write(graph);
        string wanted = after.ReplaceLineEndings("\n").Replace("\n    ", " ").Trim();
        Assert.True(wanted == found, $"Another graph was expected. Found:\n{found}\n");
        Assert.Equal(notes, lines);
    }

    /// <summary>The pass leaves the graph as it finds it, and says this about it.</summary>
    public static void Leaves<TPass>(string text, params string[] notes) where TPass : IRewritePass
    {
        string before = GraphNotation.Write(Until<TPass>(GraphNotation.Read(text)));
        Gives<TPass>(text, before, notes);
    }

    /// <summary>The graph after a pass, of which the values have been compared, and the pass's own notes.</summary>
    public static (Graph Graph, IReadOnlyList<string> Notes) After<TPass>(string text) where TPass : IRewritePass
    {
        Graph declared = GraphNotation.Read(text);
        Graph before = Until<TPass>(declared);
        var editor = new GraphEditor(before);
        var notes = new FusionNotes();
        RewritePipeline.Passes.OfType<TPass>().Single().Apply(editor, notes);
        Graph after = editor.Build();
        Computes(declared, after);
        return (after, notes.Lines);
    }

    /// <summary>Both graphs give the same values for random inputs and parameters, in double precision.</summary>
    public static void Computes(Graph expected, Graph actual)
    {
        GraphVerifier.Check(actual);
        Assert.Equal(Names(expected), Names(actual));
        var parameters = RandomValues.Parameters(expected);
        var inputs = expected.Inputs.ToDictionary(
            node => ((Input)node.Operation).Name, node => RandomValues.Normal(7 + node.Id, node.Shape.Elements));
        var wanted = Run(expected);
        var found = Run(actual);
        Assert.Equal(wanted.Keys, found.Keys);
        foreach (var (output, values) in wanted) GraphChecks.Close(values, found[output], Tolerance);

        Dictionary<string, double[]> Run(Graph graph)
        {
            var values = ReferenceInterpreter.RunAll(graph, name => Array.ConvertAll(parameters(name), value => (double)value), inputs);
            return graph.Outputs.Select(output => (output.Name, output.Node)).Concat(graph.Taps.Select(tap => (tap.Name, tap.Node)))
                .ToDictionary(shown => shown.Name, shown => values[shown.Node].Values);
        }
    }

    /// <summary>The parameters: a pass must not lose one, nor ask for one that is not there.</summary>
    private static IEnumerable<string> Names(Graph graph) => graph.Parameters.Select(parameter => parameter.Name).Order();

    private static Graph Until<TPass>(Graph graph) where TPass : IRewritePass
    {
        foreach (IRewritePass pass in RewritePipeline.For(null, RewritePipeline.Passes).TakeWhile(pass => pass is not TPass))
        {
            var editor = new GraphEditor(graph);
            pass.Apply(editor, new FusionNotes());
            graph = editor.Build();
        }
        return graph;
    }
}
