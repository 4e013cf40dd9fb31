namespace Fusion.Compiler.Rewrite;

/// <summary>
/// Gives the gradients of inputs the form that convolutions have: the same kernels, with other weights. Where the layer strides, zeros lie
/// between the values of dy first.
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
        if (padding.Any(size => size < 0))
            throw new NotSupportedException(
                $"{node.Name}: the padding is larger than the kernel reaches, for which there is no gradient kernel. Use less padding.");
        EditableNode dy = node.Inputs[0];
        if (layer.Stride.Any(stride => stride > 1))
        {
            // As many positions as the layer would have made at stride 1.
            Shape apart = dy.Shape.WithSpatial(gradient.Input.Spatial.Select((size, d) =>
                size + 2 * layer.Padding[d] - (layer.Kernel[d] - 1) * layer.Dilation[d]));
            dy = graph.Add(new SubsampleGradient(new Subsample(layer.Stride), apart), [dy], node, -0.5);
        }
        Conv unstrided = layer with { Stride = [.. layer.Stride.Select(_ => 1)] };
        var part = new ConvolutionPart(new TransposedLayer(unstrided, gradient.Input.Channels));
        PackedConvolution form = PackedConvolution.From(unstrided);
        graph.Set(node, form with { Parts = [part], Padding = PackedConvolution.ThreeOf(padding, 0) }, [dy]);
    }
}
