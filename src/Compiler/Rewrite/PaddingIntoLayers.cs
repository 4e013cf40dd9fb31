namespace Fusion.Compiler.Rewrite;

/// <summary>Zeros that are added around a value, and that only a convolution reads, or an average that counts them, become that layer's own
/// padding.</summary>
public sealed class PaddingIntoLayers : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode node in graph.Nodes)
        {
            if (node.Inputs.Count != 1 || node.Inputs[0] is not { Operation: Pad { IsOfZeros: true } pad } padded
                || graph.OnlyConsumer(padded) != node) continue;
            Operation? own = node.Operation switch
            {
                Conv conv when conv.Kernel.Count == pad.Before.Count => With(conv, pad),
                AveragePool { CountPadding: true, CeilMode: false, PaddingEnd: null, Dilation: null } pool when pad.Before == pad.After
                    && pool.Padding.Zip(pad.Before, (own, more) => own + more).Zip(pool.Kernel, (size, kernel) => size < kernel)
                        .All(fits => fits) =>
                    pool with { Padding = Sum(pool.Padding, pad.Before) },
                _ => null,
            };
            if (own is not null) graph.Set(node, own, padded.Inputs);
        }
    }

    private static Conv With(Conv conv, Pad pad)
    {
        EquatableArray<int> before = Sum(conv.Padding, pad.Before), end = Sum(conv.PaddingEnd ?? conv.Padding, pad.After);
        return conv with { Padding = before, PaddingEnd = end == before ? null : end };
    }

    private static EquatableArray<int> Sum(EquatableArray<int> own, EquatableArray<int> more) =>
        [.. own.Zip(more, (size, added) => size + added)];
}
