namespace Fusion.Compiler.Rewrite;

/// <summary>
/// Gives the gradients of inputs the form that convolutions have: the same kernels, with other weights. Of a layer that strides, the
/// gradient stays what it is, and has a kernel for each phase of its positions (<see cref="GradientPhase"/>); that of a 1×1 convolution is
/// computed where it is not zero.
/// </summary>
public sealed class GradientsAsConvolutions : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode node in graph.Nodes)
        {
            if (node.Operation is LinearInputGradient linear)
            {
                var part = new ConvolutionPart(new TransposedLayer(linear.Layer, linear.Inputs));
                graph.Set(node, PackedConvolution.Pointwise(part), node.Inputs);
            }
            else if (node.Operation is ConvInputGradient gradient) Apply(graph, node, gradient);
        }
    }

    private static void Apply(GraphEditor graph, EditableNode node, ConvInputGradient gradient)
    {
        Conv layer = gradient.Layer;
        EquatableArray<int> padding = TransposedLayer.Padding(layer);
        EditableNode dy = node.Inputs[0];
        bool isStrided = layer.Stride.Any(stride => stride > 1), isPointwise = layer.Taps == 1 && layer.Padding.IsAll(0)
            && layer.PaddingEnd is null;
        if ((isStrided && !isPointwise) || padding.Any(size => size < 0))
        {
            if (GradientPhase.Of(gradient) is not null) return;
            if (padding.Any(size => size < 0))
                throw new NotSupportedException(
                    $"{node.Name}: the padding is larger than the kernel reaches, and the stride is large, for which there is no gradient "
                    + "kernel. Use less padding.");
        }
        Conv unstrided = layer with { Stride = [.. layer.Stride.Select(_ => 1)] };
        var part = new ConvolutionPart(new TransposedLayer(unstrided, gradient.Input.Channels));
        PackedConvolution form = PackedConvolution.From(unstrided) with
        {
            Parts = [part],
            Padding = PackedConvolution.ThreeOf(padding, 0),
            PaddingEnd = TransposedLayer.PaddingEnd(layer),
        };
        if (!isStrided) graph.Set(node, form, [dy]);
        else if (isPointwise)
        {
            EditableNode few = graph.Add(form, [dy], node, -0.5);
            graph.Set(node, new SubsampleGradient(new Subsample(layer.Stride), gradient.Input), [few]);
        }
        else
        {
            // With as many zeros between the values of dy as the layer's stride skips: as many positions as it would have made at stride 1.
            Shape apart = dy.Shape.WithSpatial(gradient.Input.Spatial.Select((size, d) =>
                size + layer.Padding[d] + (layer.PaddingEnd ?? layer.Padding)[d] - (layer.Kernel[d] - 1) * layer.Dilation[d]));
            graph.Set(node, form, [graph.Add(new SubsampleGradient(new Subsample(layer.Stride), apart), [dy], node, -0.5)]);
        }
    }
}
