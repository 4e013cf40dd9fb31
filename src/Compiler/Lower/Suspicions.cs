namespace Fusion.Compiler.Lower;

/// <summary>Finds operations that are right by their shapes and most often a slip.</summary>
internal static class Suspicions
{
    public static void Find(Graph graph, IReadOnlyList<NodeOrigin> origins, LoweringErrors warnings)
    {
        IReadOnlyList<IReadOnlyList<int>> consumers = graph.Consumers();
        foreach (Node node in graph.Nodes)
        {
            NodeOrigin origin = origins[node.Id];
            if (node.Operation is Linear linear && IsMissingFlatten(graph, consumers, node))
            {
                Shape input = graph.Nodes[node.Inputs[0]].Shape;
                warnings.Add(origin.Frame.Error(
                    origin.Expression, DiagnosticIds.LinearPerPosition,
                    $"Linear applies to each of the {string.Join("×", input.Spatial)} positions by itself, so that the result is "
                    + $"{node.Shape}; put Flatten before it if one vector of {linear.Outputs} is meant, "
                    + $"or write Conv({linear.Outputs}, 1), which says the same without a doubt"));
            }
        }
    }

    /// <summary>
    /// Whether a linear layer ends what convolutions have begun, while there still are positions. One in the middle of a network, as in the
    /// blocks of
    /// ConvNeXt, is meant for each position.
    /// </summary>
    private static bool IsMissingFlatten(Graph graph, IReadOnlyList<IReadOnlyList<int>> consumers, Node linear) =>
        graph.Nodes[linear.Inputs[0]].Shape.Pixels > 1 && FollowsWindow(graph, linear) && Ends(graph, consumers, linear.Id);

    private static bool FollowsWindow(Graph graph, Node linear)
    {
        var waiting = new Stack<int>(linear.Inputs);
        var seen = new HashSet<int>();
        bool found = false;
        while (waiting.Count > 0)
        {
            Node node = graph.Nodes[waiting.Pop()];
            if (node.Operation is Linear) return false;
            if (!seen.Add(node.Id)) continue;
            found |= node.Operation is Conv or MaxPool or AveragePool;
            if (node.Operation is not Conv) foreach (int input in node.Inputs) waiting.Push(input);
        }

        return found;
    }

    private static bool Ends(Graph graph, IReadOnlyList<IReadOnlyList<int>> consumers, int first)
    {
        var waiting = new Stack<int>([first]);
        while (waiting.Count > 0)
        {
            foreach (int consumer in consumers[waiting.Pop()])
            {
                if (graph.Nodes[consumer].Operation
                    is not (ElementwiseOperation or Linear or ChannelAffine or AffineNorm or PRelu or Softmax or Dropout)) return false;
                waiting.Push(consumer);
            }
        }

        return true;
    }
}
