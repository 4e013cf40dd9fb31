namespace Fusion.Compiler.Rewrite;

/// <summary>Gives convolutions and linear layers the one form that kernels are made from.</summary>
public sealed class PackConvolutions : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode node in graph.Nodes)
        {
            if (node.Operation is Conv conv) graph.Set(node, PackedConvolution.From(conv), node.Inputs);
            else if (node.Operation is ConvTranspose transposed)
                graph.Set(node, PhasedConvolution.Pack(transposed, node.Inputs[0].Shape, node.Shape), node.Inputs);
            else if (node.Operation is Linear linear)
                graph.Set(node, PackedConvolution.Pointwise(new ConvolutionPart(linear)), node.Inputs);
        }
    }
}
