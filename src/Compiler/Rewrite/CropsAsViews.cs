namespace Fusion.Compiler.Rewrite;

/// <summary>Positions that are taken away are not copied, where all that read the others can begin at any position and step over a
/// gap.</summary>
public sealed class CropsAsViews : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode node in graph.Nodes)
        {
            if (node.Operation is Pad pad && pad.Before.Concat(pad.After).All(size => size <= 0) && !graph.IsShown(node)
                && graph.Consumers(node).All(CanReadView))
                graph.Set(node, new Crop(Negative(pad.Before), Negative(pad.After)), node.Inputs);
        }
    }

    /// <summary>A convolution that pads needs zeros around its input, for which it is copied as before.</summary>
    private static bool CanReadView(EditableNode reader) =>
        reader.Operation is PackedConvolution or MaxPool or AveragePool or GlobalPool or Reduce or Upsample or Concat
            or ElementwiseOperation or BinaryOperation or ChannelAffine or PRelu or LayerNorm or RmsNorm or Normalize or Softmax;

    private static EquatableArray<int> Negative(EquatableArray<int> sizes) => [.. sizes.Select(size => -size)];
}
