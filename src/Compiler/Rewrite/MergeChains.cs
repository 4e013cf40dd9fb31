namespace Fusion.Compiler.Rewrite;

/// <summary>
/// Two convolutions or linear layers with nothing between them but BatchNorms are one linear function, and become one layer whose
/// weights are the product of theirs. Done where one of them is 1×1 and no more multiply-adds result: not where the value between them is a
/// bottleneck.
/// </summary>
public sealed class MergeChains : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode node in graph.Nodes)
        {
            // What has been merged may merge with the layer before it, too.
            while (Candidate(graph, node) is { } chain && Merge(chain, node, out _) is { } merged)
            {
                EditableNode first = node.Inputs[0];
                node.Name = $"{first.Title} → {node.Title}";
                graph.Set(node, merged, first.Inputs);
            }
        }
        foreach (EditableNode node in graph.Nodes)
        {
            if (Tapped(graph, node) is { } tapped && Merge(tapped, node, out _) is not null)
                notes.NotFused(node.Title, $"is not made one layer with {node.Inputs[0].Title}, though both are linear, because the tap "
                    + $"{graph.KeepingTap(node.Inputs[0])} shows the value between them.");
            if (Candidate(graph, node) is not { } chain || Merge(chain, node, out string reason) is not null) continue;
            notes.NotFused(node.Title, $"is not made one layer with {node.Inputs[0].Title}, though both are linear, because {reason}.");
        }
    }

    private static LayerChain? Candidate(GraphEditor graph, EditableNode node) =>
        Chain(node) is { } chain && graph.OnlyConsumer(node.Inputs[0]) == node ? chain : null;

    /// <summary>What would be a candidate but for a tap.</summary>
    private static LayerChain? Tapped(GraphEditor graph, EditableNode node) =>
        Chain(node) is { } chain && graph.KeepingTap(node.Inputs[0]) is not null ? chain : null;

    private static LayerChain? Chain(EditableNode node) =>
        node.Operation is PackedConvolution { Parts.Count: 1, ScaledByGate: false } second
        && node.Inputs[0].Operation is PackedConvolution { Parts.Count: 1, ScaledByGate: false } first
            ? new LayerChain(first, second) : null;

    private static PackedConvolution? Merge(LayerChain chain, EditableNode node, out string reason)
    {
        Shape[] input = [node.Inputs[0].Inputs[0].Shape];
        if (chain.ToConvolution(out reason) is not { } merged) return null;
        long apart = chain.First.MultiplyAdds(input, node.Inputs[0].Shape) + chain.Second.MultiplyAdds([node.Inputs[0].Shape], node.Shape);
        long together = merged.MultiplyAdds(input, node.Shape);
        if (together > apart)
            reason = $"that would take {FusionNotes.Number(together)} multiply-adds instead of {FusionNotes.Number(apart)}";
        return reason.Length == 0 ? merged : null;
    }
}
