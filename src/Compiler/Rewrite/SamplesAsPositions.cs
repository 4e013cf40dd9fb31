namespace Fusion.Compiler.Rewrite;

/// <summary>
/// A network on several samples at once, one behind the other: they are positions of its values, so that layers of vectors become products
/// of two matrices, which use a weight for all of them when it is there.
/// </summary>
internal static class SamplesAsPositions
{
    /// <summary>The positions of a network's values, as far as an operation computes with them.</summary>
    public static int PositionsOf(Graph graph) => graph.Nodes
        .Select(node => node.Operation is Input ? 0
            : IsView(node, graph) ? node.Shape.Pixels
            : graph.InputShapes(node).Append(node.Shape).Max(shape => shape.Pixels))
        .Max();

    /// <summary>The network on so many samples; null where one of its operations is not the same for each position.</summary>
    /// <param name="graph">As declared, before anything is rewritten.</param>
    public static Graph? Of(Graph graph, int samples)
    {
        if (graph.MovesCallersValues()) return null;
        var builder = new GraphBuilder(graph.Name);
        int[] ids = new int[graph.Nodes.Count];
        foreach (Node node in graph.Nodes)
        {
            Shape wanted = Of(node.Shape, samples);
            if (OnSamples(node, graph, wanted) is not { } operation) return null;
            int[] inputs = [.. node.Inputs.Select(id => ids[id])];
            if (!operation.IsPositionwise([.. inputs.Select(id => builder[id].Shape)]) && operation is not (Input or Reshape)) return null;
            ids[node.Id] = builder.Add(operation, inputs, node.Name, node.Origin);
            if (builder[ids[node.Id]].Shape != wanted) return null;
        }
        foreach (GraphOutput output in graph.Outputs) builder.Output(output.Name, ids[output.Node]);
        // What is tapped keeps its place between two kernels, here as there.
        foreach (GraphTap tap in graph.Taps) builder.Tap(tap.Name, ids[tap.Node]);
        return builder.Build();
    }

    /// <summary>The samples of a vector are positions; those of an image lie one below the other.</summary>
    private static Shape Of(Shape shape, int samples) => shape.Rank == 1 ? Shape.Of(samples, shape.Channels)
        : new Shape([shape.Dimensions[0] * samples, .. shape.Dimensions.Skip(1)]);

    /// <summary>What does on several samples what a node does on one.</summary>
    private static Operation? OnSamples(Node node, Graph graph, Shape wanted) => node.Operation switch
    {
        Input input => new Input(input.Name, wanted),
        Reshape or Flatten => IsView(node, graph) ? new Reshape(wanted.Dimensions) : null,
        _ => node.Operation,
    };

    /// <summary>Nothing is moved: channels of one position, or positions of one channel, are in the same order either way.</summary>
    private static bool IsView(Node node, Graph graph) => node.Operation is Reshape
        || (node.Operation is Flatten && graph.Nodes[node.Inputs[0]].Shape is var shape && (shape.Channels == 1 || shape.Pixels == 1));
}
