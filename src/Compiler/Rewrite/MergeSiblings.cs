namespace Fusion.Compiler.Rewrite;

/// <summary>
/// 1×1 convolutions that read the same value and are followed by the same activation become one, whose output channels are taken apart
/// by views: Inception's reductions. A convolution whose result goes straight into a concatenation keeps its own place there.
/// </summary>
public sealed class MergeSiblings : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode source in graph.Nodes)
        {
            var siblings = graph.Consumers(source).Distinct()
                .Where(user => user.Inputs[0] == source && IsMergeable(graph, user))
                .GroupBy(user => Activation(graph, user)?.Operation)
                .Where(group => group.Count() > 1);
            foreach (var group in siblings.ToList()) Merge(graph, source, [.. group]);
        }
    }

    private static void Merge(GraphEditor graph, EditableNode source, EditableNode[] siblings)
    {
        // What a value may hold, also with zeros around it.
        if ((double)source.Shape.Pixels * siblings.Sum(sibling => (long)sibling.Shape.Channels) > Limits.Elements / 2) return;
        var parts = siblings.SelectMany(sibling => ((PackedConvolution)sibling.Operation).Parts).ToEquatableArray();
        var first = (PackedConvolution)siblings[0].Operation;
        EditableNode merged = graph.Add(first with { Parts = parts }, [source], siblings[0]);
        merged.Name = string.Join(" + ", siblings.Select(sibling => sibling.Title));
        EditableNode? activation = Activation(graph, siblings[0]);
        EditableNode whole = activation is null ? merged : graph.Add(activation.Operation, [merged], siblings[0], 0.25);
        int start = 0;
        foreach (EditableNode sibling in siblings)
        {
            int count = sibling.Shape.Channels;
            EditableNode slice = graph.Add(new Slice(start, count), [whole], sibling, 0.5);
            graph.Replace(Activation(graph, sibling) ?? sibling, slice);
            start += count;
        }
    }

    private static bool IsMergeable(GraphEditor graph, EditableNode node)
    {
        if (node.Operation is not PackedConvolution { ScaledByGate: false, HasPadding: false } convolution) return false;
        if (!convolution.IsPointwise || !convolution.IsUnstrided
            || convolution.Parts.Any(part => part.Before.Count > 0 || part.FlattenPixels > 0)) return false;
        EditableNode result = Activation(graph, node) ?? node;
        return !graph.IsOutput(result) && graph.Consumers(result).All(user => user.Operation is PackedConvolution { ScaledByGate: false });
    }

    /// <summary>The activation without parameters that alone reads the node.</summary>
    private static EditableNode? Activation(GraphEditor graph, EditableNode node) =>
        graph.OnlyConsumer(node) is { Operation: ElementwiseOperation } activation ? activation : null;
}
