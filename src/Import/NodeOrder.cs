using Fusion.Import.Protocol;

namespace Fusion.Import;

/// <summary>An order in which each node comes behind those that it reads.</summary>
internal static class NodeOrder
{
    /// <exception cref="ImportException">There is none: nodes read each other in a circle, or a value has no origin.</exception>
    /// <param name="around">Values of the graph around this one, all of which are made before.</param>
    public static IReadOnlyList<ModelNode> Sort(ModelGraph graph, IEnumerable<string>? around = null)
    {
        Dictionary<string, ModelNode> makers = new(StringComparer.Ordinal);
        HashSet<string> given = [.. graph.Initializers.Keys, .. graph.Inputs.Select(input => input.Name), .. around ?? []];
        foreach (ModelNode node in graph.Nodes)
        {
            foreach (string output in node.Outputs.Where(output => output.Length > 0))
            {
                if (given.Contains(output) || !makers.TryAdd(output, node))
                    throw new ImportException($"Two nodes make the value '{output}', or it is given and made.");
            }
        }

        Dictionary<ModelNode, int> missing = new(ReferenceEqualityComparer.Instance);
        Dictionary<string, List<ModelNode>> readers = new(StringComparer.Ordinal);
        foreach (ModelNode node in graph.Nodes)
        {
            int count = 0;
            foreach (string input in node.Reads.Where(input => !given.Contains(input)))
            {
                if (!makers.ContainsKey(input)) throw new ImportException($"{node.Title} reads the value '{input}', which nothing makes.");
                if (!readers.TryGetValue(input, out List<ModelNode>? list)) readers[input] = list = [];
                list.Add(node);
                count++;
            }

            missing[node] = count;
        }

        // Those that are ready, in the order of the file.
        Dictionary<ModelNode, int> place = new(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < graph.Nodes.Count; i++) place[graph.Nodes[i]] = i;
        PriorityQueue<ModelNode, int> ready = new();
        foreach (ModelNode node in graph.Nodes.Where(node => missing[node] == 0)) ready.Enqueue(node, place[node]);
        List<ModelNode> order = [];
        while (ready.TryDequeue(out ModelNode? node, out _))
        {
            order.Add(node);
            foreach (string output in node.Outputs.Where(output => output.Length > 0))
            {
                if (!readers.TryGetValue(output, out List<ModelNode>? list)) continue;
                foreach (ModelNode reader in list)
                    if (--missing[reader] == 0) ready.Enqueue(reader, place[reader]);
            }
        }

        if (order.Count == graph.Nodes.Count) return order;
        ModelNode stuck = graph.Nodes.First(node => missing[node] > 0);
        throw new ImportException($"{stuck.Title} reads, through others, its own result: the nodes form a circle.");
    }
}
