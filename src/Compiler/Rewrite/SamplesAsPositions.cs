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
    /// <param name="obstacle">What stands in the way; null where nothing does.</param>
    public static Graph? Of(Graph graph, int samples, out string? obstacle)
    {
        obstacle = "inputs or results lie channels first";
        if (graph.MovesCallersValues()) return null;
        var builder = new GraphBuilder(graph.Name);
        int[] ids = new int[graph.Nodes.Count];
        bool[] isConstant = [.. graph.Nodes.Select(_ => false)];
        foreach (Node node in graph.Nodes)
        {
            isConstant[node.Id] = node.Operation is not Input && node.Inputs.All(id => isConstant[id]);
            Shape wanted = isConstant[node.Id] ? node.Shape : Of(node.Shape, samples);
            obstacle = $"{node.Operation.Kind}{(node.Name.Length == 0 ? "" : $" of {node.Name}")} is not the same for each position";
            Operation? operation = isConstant[node.Id] ? node.Operation
                : IsSameForEach(node, graph, isConstant) ? OnSamples(node, graph, wanted) : null;
            if (operation is null) return null;
            ids[node.Id] = builder.Add(operation, node.Inputs.Select(id => ids[id]), node.Name, node.Origin);
            if (builder[ids[node.Id]].Shape != wanted) return null;
        }
        obstacle = "a result depends on no input";
        if (graph.Outputs.Any(output => isConstant[output.Node]) || graph.Taps.Any(tap => isConstant[tap.Node])) return null;
        obstacle = null;
        foreach (GraphOutput output in graph.Outputs) builder.Output(output.Name, ids[output.Node]);
        // What is tapped keeps its place between two kernels, here as there.
        foreach (GraphTap tap in graph.Taps) builder.Tap(tap.Name, ids[tap.Node]);
        return builder.Build();
    }

    /// <summary>Whether an operation does with each position, and so with each sample, the same, whatever the others are.</summary>
    private static bool IsSameForEach(Node node, Graph graph, bool[] isConstant)
    {
        if (node.Operation is Input or Reshape or Flatten) return true;
        IReadOnlyList<Shape> shapes = graph.InputShapes(node);
        if (!node.Inputs.Any(id => isConstant[id])) return node.Operation.IsPositionwise(shapes);
        // Values of channels are spread over all positions, as they were over those of one sample.
        return node.Operation is BinaryOperation
            && node.Inputs.All(id => isConstant[id] ? graph.Nodes[id].Shape.Rank == 1 : graph.Nodes[id].Shape == node.Shape);
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
