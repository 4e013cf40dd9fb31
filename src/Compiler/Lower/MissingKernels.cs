namespace Fusion.Compiler.Lower;

/// <summary>Finds the operations that one of the targets cannot run.</summary>
internal static class MissingKernels
{
    /// <param name="findGap">What is missing for a node, as a sentence; null where nothing is.</param>
    public static void Find(
        Graph graph, IReadOnlyList<NodeOrigin> origins, Func<Graph, Node, string?> findGap, LoweringErrors warnings)
    {
        foreach (Node node in graph.Nodes)
        {
            NodeOrigin origin = origins[node.Id];
            if (findGap(graph, node) is { } gap) warnings.Add(origin.Frame.Error(origin.Expression, DiagnosticIds.NoKernel, gap));
        }
    }
}
