namespace Fusion.Import.Writing.Spelling;

/// <summary>Reads a graph as operations of the language.</summary>
internal static class UseReader
{
    /// <returns>The uses, each behind those that it reads.</returns>
    /// <exception cref="DeclarationException">The language cannot say a node.</exception>
    public static IReadOnlyList<Use> Read(Graph graph)
    {
        IReadOnlyList<IReadOnlyList<int>> consumers = graph.Consumers();
        var several = new SeveralNodes(graph, consumers);
        var rewritten = new Rewritten(graph);
        var covered = new HashSet<int>();
        var read = Reachable(graph);
        var uses = new List<IReadOnlyList<Use>>();
        foreach (Node node in graph.Nodes.Reverse())
        {
            if (node.Operation is Input || covered.Contains(node.Id) || !read.Contains(node.Id)) continue;
            if (several.Find(node) is { } found)
            {
                covered.UnionWith(found.Nodes);
                uses.Add([found.Use]);
            }
            else
            {
                uses.Add(Single(node) is { } use ? [use] : rewritten.Spell(node, Single));
            }
        }

        return [.. EqualParts.Spell([.. uses.AsEnumerable().Reverse().SelectMany(group => group)])];

        Use? Single(Node node) => SingleNode.Spell(graph, node, consumers);
    }

    private static HashSet<int> Reachable(Graph graph)
    {
        var read = new HashSet<int>(graph.Outputs.Select(output => output.Node));
        foreach (Node node in graph.Nodes.Reverse())
            if (read.Contains(node.Id)) read.UnionWith(node.Inputs);
        return read;
    }
}
