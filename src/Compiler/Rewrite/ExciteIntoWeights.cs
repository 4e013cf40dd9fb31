namespace Fusion.Compiler.Rewrite;

/// <summary>
/// A gate per channel whose product is read only by a 1×1 convolution can scale that convolution's weights instead: inputs × outputs
/// products instead of pixels × inputs. Done where that is less; otherwise the product stays a pass over the value.
/// </summary>
public sealed class ExciteIntoWeights : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode product in graph.Nodes)
        {
            if (product.Operation is not Multiply || ChannelGate.Find(product) is not var (value, gate)) continue;
            string? tap = graph.KeepingTap(product);
            EditableNode? user = tap is null ? graph.OnlyConsumer(product) : product.Readers[0];
            if (user?.Operation is not PackedConvolution convolution || convolution.ScaledByGate) continue;
            if (value.Operation is PackedConvolution && graph.OnlyConsumer(value) == product) continue;
            if (!convolution.IsPointwise || convolution.HasPadding || convolution.Parts.Any(part => part.Before.Count > 0))
            {
                notes.NotFused(
                    product.Title, "the gate does not scale the weights of the next layer, because that is not a plain 1×1 convolution.");
                continue;
            }
            if (convolution.Outputs >= value.Shape.Pixels)
            {
                notes.NotFused(product.Title,
                    $"the gate scales the value, not the next layer's weights: {value.Shape.Pixels} pixels are fewer than "
                        + $"{convolution.Outputs} outputs.");
                continue;
            }
            if (tap is not null)
            {
                notes.NotFused(product.Title,
                    $"the gate does not scale the weights of the next layer, because the tap {tap} shows the product.");
                continue;
            }
            graph.Set(user, convolution with { ScaledByGate = true }, [value, gate]);
        }
    }
}

/// <summary>Tells the value from the gate in a product with channel broadcast.</summary>
public static class ChannelGate
{
    public static (EditableNode Value, EditableNode Gate)? Find(EditableNode product)
    {
        EditableNode left = product.Inputs[0], right = product.Inputs[1];
        if (left.Shape.Pixels > 1 && right.Shape.Pixels == 1) return (left, right);
        if (right.Shape.Pixels > 1 && left.Shape.Pixels == 1) return (right, left);
        return null;
    }
}
