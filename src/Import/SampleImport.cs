using Fusion.Import.Fold;
using Fusion.Import.Protocol;
using Fusion.Import.Recognize;

namespace Fusion.Import;

/// <summary>Imports a model for one sample, or for a batch of them, whose samples then have nothing to do with each other.</summary>
/// <param name="Nodes">In an order in which each comes behind those that it reads.</param>
/// <param name="Shapes">Of the inputs that are no constants.</param>
internal sealed record SampleImport(ModelFile Model, IReadOnlyList<ModelNode> Nodes, Dictionary<string, int[]> Shapes)
{
    public ImportedModel Import(ImportOptions options, int batch = 1)
    {
        var session = new ImportSession(Model, options, batch);
        var (inputs, outputs) = Walk(session, batch, batch == 1 ? [] : [.. Shapes.Keys]);
        Graph graph = Recognizer.Apply(session.Builder.Build(), session.Weights);
        UnsupportedNode[] left = [.. graph.Nodes.Where(node => node.Operation is Erf).Select(node => new UnsupportedNode(
            "Erf", node.Name, "it is supported as a part of GELU only, x / 2 · (1 + erf(x / √2))"))];
        if (left.Length > 0) throw new UnsupportedException(left);
        var weights = graph.Parameters.ToDictionary(parameter => parameter.Name, parameter =>
            session.Weights[parameter.Name], StringComparer.Ordinal);
        return new ImportedModel(graph, weights, inputs, outputs, batch) { CutPools = session.CutPools };
    }

    /// <summary>The graph as the nodes make it, before anything is recognised in it.</summary>
    /// <param name="batched">The inputs whose first dimension is the batch.</param>
    /// <returns>The graph, and the results whose elements a batch has in another order than sample after sample.</returns>
    public (Graph Graph, IReadOnlyList<string> Interleaved) Raw(ImportOptions options, int batch, HashSet<string> batched)
    {
        var session = new ImportSession(Model, options, batch) { IsCheck = true };
        Walk(session, batch, batched);
        return (session.Builder.Build(), session.Interleaved);
    }

    private (List<Border> Inputs, List<Border> Outputs) Walk(ImportSession session, int batch, HashSet<string> batched)
    {
        List<Border> inputs = [];
        foreach (ModelValue input in Model.Graph.Inputs)
        {
            if (session.Options.Constants.TryGetValue(input.Name, out ConstantTensor? constant)) session.Values[input.Name] = constant;
            else inputs.Add(Borders.AddInput(session, input, Shape(input.Name), batched.Contains(input.Name)));
        }

        session.AddInitializers(Model.Graph);
        session.Walk.Import(Nodes);
        if (session.Walk.Unsupported is { Count: > 0 } unsupported) throw new UnsupportedException(unsupported);
        return (inputs, [.. Model.Graph.Outputs.Select(output => Borders.AddOutput(session, output))]);

        int[] Shape(string name) => batched.Contains(name) && Shapes[name].Length > 0 ? [batch, .. Shapes[name][1..]] : Shapes[name];
    }
}
