namespace Fusion.Compiler.Rewrite;

/// <summary>
/// Folds a BatchNorm, or a scale per channel, into the convolution before it, or into all the convolutions after it, and arithmetic with
/// numbers, as in <c>conv(x) * 0.5</c>, into the one before it. After a convolution it always fits. Before one it fits only without
/// padding: a padded zero stands for a normalised value, which the shift would no longer be zero for. So weight and bias of a LayerNorm
/// before a linear layer cost nothing.
/// </summary>
public sealed class FoldBatchNorm : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode node in graph.Nodes)
        {
            ChannelAffine? norm = node.Operation as ChannelAffine ?? (node.Operation is Affine affine ? NumberAffine.Of(affine) : null);
            if (norm is null) continue;
            EditableNode input = node.Inputs[0];
            if (input.Operation is PackedConvolution before && graph.OnlyConsumer(input) == node)
            {
                var part = before.Parts[0] with { After = [.. before.Parts[0].After, norm] };
                graph.Set(input, before with { Parts = [part] }, input.Inputs);
                graph.Replace(node, input);
                continue;
            }
            if (input.Operation is PhasedConvolution phased && graph.OnlyConsumer(input) == node)
            {
                graph.Set(input, phased with { After = [.. phased.After, norm] }, input.Inputs);
                graph.Replace(node, input);
                continue;
            }
            // In the epilogue of what stands before them, numbers cost as little as in the weights of several layers.
            if (norm is NumberAffine) continue;
            var users = graph.Consumers(node);
            if (!graph.IsShown(node) && users.Count > 0 && users.All(user => CanTakeBefore(user)))
            {
                foreach (EditableNode user in users.Distinct())
                {
                    var after = (PackedConvolution)user.Operation;
                    var part = after.Parts[0] with { Before = [norm, .. after.Parts[0].Before] };
                    graph.Set(user, after with { Parts = [part] }, user.Inputs);
                }
                graph.Replace(node, input);
                continue;
            }
            // What a norm ends with, its own kernel does.
            if (input.Operation is not AffineNorm) notes.NotFused(node.Title, Reason(graph, node, users));
        }
    }

    private static bool CanTakeBefore(EditableNode user) =>
        user.Operation is PackedConvolution { HasPadding: false } convolution && convolution.Parts[0].FlattenPixels == 0;

    private static string Reason(GraphEditor graph, EditableNode node, IReadOnlyList<EditableNode> users) =>
        node.Inputs[0].Operation is PackedConvolution or PhasedConvolution && graph.KeepingTap(node.Inputs[0]) is { } before
        ? $"{node.Operation.Kind} is not folded into the convolution before it, because the tap {before} shows the value between them."
        : graph.TapOf(node) is { } after && users.Count > 0 && users.All(CanTakeBefore)
        ? $"{node.Operation.Kind} is not folded into the convolution after it, because the tap {after} shows the value between them."
        : users.Any(user => user.Operation is PackedConvolution { HasPadding: true })
        ? $"{node.Operation.Kind} is not folded into the convolution after it, because that pads: a padded zero is not a normalised zero."
        : $"{node.Operation.Kind} is not folded into weights, because no convolution stands directly before or after it.";
}
