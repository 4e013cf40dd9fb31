namespace Fusion.Compiler.Rewrite;

/// <summary>
/// The mean of a window of a 1×1 convolution is the convolution of the mean, for both are linear, and their windows never mix channels and
/// positions. With the pooling in front, the convolution has fewer positions. BatchNorms between the two are taken along.
/// </summary>
public sealed class PoolBeforeLinear : IRewritePass
{
    /// <summary>An addition of the pooling, which mostly waits for memory, against a multiply-add of the convolution.</summary>
    private const int CostOfAdditions = 4;

    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode pool in graph.Nodes)
        {
            if (!KeepsConstants(pool.Operation)) continue;
            // From the pooling up to the convolution: BatchNorms, and the convolution last.
            var linear = new List<EditableNode>();
            EditableNode value = pool.Inputs[0];
            for (; value.Operation is ChannelAffine && graph.OnlyConsumer(value) is not null; value = value.Inputs[0]) linear.Add(value);
            if (value.Operation is not PackedConvolution { ScaledByGate: false } convolution || graph.OnlyConsumer(value) is null
                || !convolution.IsPointwise || !convolution.IsUnstrided || convolution.HasPadding || !IsWorthIt(pool, value))
            {
                continue;
            }
            linear.Add(value);
            EditableNode pooled = graph.Add(pool.Operation, value.Inputs, pool, -0.25);
            foreach (EditableNode node in linear.AsEnumerable().Reverse())
            {
                graph.Set(node, node.Operation, [pooled]);
                pooled = node;
            }
            graph.Replace(pool, pooled);
        }
    }

    /// <summary>Whether it takes means whose weights sum to 1 everywhere, so that the mean of a constant is that constant.</summary>
    private static bool KeepsConstants(Operation operation) =>
        operation is GlobalPool { Mode: GlobalPoolMode.Average } or AveragePool { CountPadding: false }
            || operation is AveragePool pool && pool.Padding.IsAll(0);

    /// <summary>Whether the convolution saves more than the pooling of its inputs takes beyond that of its outputs.</summary>
    private static bool IsWorthIt(EditableNode pool, EditableNode convolution)
    {
        long inputs = convolution.Inputs[0].Shape.Channels, outputs = convolution.Shape.Channels;
        long saved = inputs * outputs * (convolution.Shape.Pixels - pool.Shape.Pixels);
        long window = pool.Operation is AveragePool average ? average.Kernel.Aggregate(1L, (product, size) => product * size)
            : convolution.Shape.Pixels;
        return saved > CostOfAdditions * (inputs - outputs) * pool.Shape.Pixels * window && saved > 0;
    }
}
