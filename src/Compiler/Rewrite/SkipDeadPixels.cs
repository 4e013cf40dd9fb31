namespace Fusion.Compiler.Rewrite;

/// <summary>
/// A strided 1×1 convolution reads only some of the pixels. Where nobody reads the others, the kernels before it do not compute them: the
/// stride moves up through element-wise operations to the convolutions that make the value, which take larger steps. So in the first
/// ResNets, whose stages begin with a strided 1×1 convolution, a quarter is left of the last convolution before each.
/// </summary>
public sealed class SkipDeadPixels : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        // Backwards: what moved up past one operation is seen again by the one before it.
        foreach (EditableNode node in graph.Nodes.Reverse())
        {
            if (StrideOfReaders(graph, node) is not { } stride || !IsUseful(graph, node, stride, graph.IsOutput)) continue;
            if (graph.IsShown(node) || !IsUseful(graph, node, stride, graph.IsShown))
            {
                notes.NotFused(
                    node.Title, "its pixels are all computed, though only some of them are read any further, because a tap shows them.");
                continue;
            }
            IReadOnlyList<EditableNode> readers = graph.Consumers(node);
            Skip(graph, node, stride);
            foreach (EditableNode reader in readers)
            {
                if (reader.Operation is Conv conv) graph.Set(reader, conv with { Stride = Ones(stride) }, [node]);
                else graph.Replace(reader, node);
            }
        }
    }

    /// <summary>The stride at which every reader takes its pixels; null where one of them wants all, or another stride.</summary>
    private static EquatableArray<int>? StrideOfReaders(GraphEditor graph, EditableNode node)
    {
        if (graph.IsOutput(node)) return null;
        var strides = graph.Consumers(node).Select(ReadStride).Distinct().ToList();
        return strides.Count == 1 && strides[0] is { } stride && !stride.IsAll(1) ? stride : null;
    }

    private static EquatableArray<int>? ReadStride(EditableNode reader) => reader.Operation switch
    {
        Conv { Kernel.Count: > 0 } conv when conv.Taps == 1 && conv.Padding.IsAll(0) && conv.PaddingEnd is null => conv.Stride,
        Subsample subsample => subsample.Stride,
        _ => null,
    };

    /// <summary>
    /// Whether a convolution has less to do if the pixels of this value are skipped; copying some of them out alone gains nothing.
    /// </summary>
    /// <param name="isWhole">Whether a value is wanted as a whole outside the graph.</param>
    private static bool IsUseful(GraphEditor graph, EditableNode node, EquatableArray<int> stride, Func<EditableNode, bool> isWhole) =>
        node.Operation is Conv conv ? conv.Stride.Zip(stride, (own, more) => (long)own * more).All(step => step <= Limits.Step)
        : IsElementwise(node) && node.Inputs.Any(input =>
            input.Shape == node.Shape && !isWhole(input)
                && graph.Consumers(input).All(reader => reader == node || ReadStride(reader) == stride)
            && IsUseful(graph, input, stride, isWhole));

    private static bool IsElementwise(EditableNode node) =>
        node.Operation is ElementwiseOperation or PRelu or ChannelAffine or BinaryOperation;

    private static void Skip(GraphEditor graph, EditableNode node, EquatableArray<int> stride)
    {
        if (node.Operation is Conv conv)
        {
            graph.Set(node, conv with { Stride = conv.Stride.Zip(stride, (own, more) => own * more).ToEquatableArray() }, node.Inputs);
            return;
        }
        // An operand with one value per channel is the same for all pixels. Where it has one position along an axis, that is the first.
        graph.Set(node, node.Operation, [.. node.Inputs.Select(input => input.Shape.Pixels == 1 ? input : graph.Add(
            new Subsample([.. stride.Skip(stride.Count - input.Shape.SpatialRank)]), [input], node, offset: -0.5))]);
    }

    private static EquatableArray<int> Ones(EquatableArray<int> like) => like.Select(_ => 1).ToEquatableArray();
}
