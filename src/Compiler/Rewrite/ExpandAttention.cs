namespace Fusion.Compiler.Rewrite;

/// <summary>Takes attention apart into products and softmax, for a target that has no kernel for it as a whole.</summary>
public sealed class ExpandAttention : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode node in graph.Nodes)
        {
            if (node.Operation is not Attention attention) continue;
            // The parts stand between the node before this one and itself, in their order.
            double offset = -1;
            EditableNode result = AttentionExpansion.Append(
                attention, node.Inputs, [.. node.Inputs.Select(input => input.Shape)], Add);
            graph.Replace(node, result);

            EditableNode Add(Operation operation, EditableNode[] inputs) => graph.Add(operation, inputs, node, offset /= 1.01);
        }
    }
}
