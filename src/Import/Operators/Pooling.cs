using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

internal static class Pooling
{
    public static void Max(NodeContext context)
    {
        context.OnlyFirstResult();
        Slide(context, (window, ceil) => new MaxPool([.. window.Kernel], [.. window.Stride], [.. window.Before], ceil)
        {
            PaddingEnd = window.IsSymmetric ? null : [.. window.After],
            Dilation = window.Dilation.All(step => step == 1) ? null : [.. window.Dilation],
        });
    }

    public static void Average(NodeContext context)
    {
        bool counts = context.Int("count_include_pad", 0) != 0;
        TracedValue value = context.Arranger.RequireBatch(context.Traced(0));
        Sliding all = Sliding.Read(context, value.Rank - 2, null, value.Sizes[2..]);
        if (context.Session.Options.IsOnlySize && all.IsUnpadded && all.Kernel.SequenceEqual(value.Sizes[2..])
            && all.Dilation.All(step => step == 1))
        {
            // A window of all positions: whoever wrote it meant that.
            Global(context, GlobalPoolMode.Average);
            return;
        }

        Slide(context, (window, ceil) => new AveragePool([.. window.Kernel], [.. window.Stride], [.. window.Before], ceil, counts)
        {
            PaddingEnd = window.IsSymmetric ? null : [.. window.After],
            Dilation = window.Dilation.All(step => step == 1) ? null : [.. window.Dilation],
        });
    }

    public static void Global(NodeContext context, GlobalPoolMode mode)
    {
        TracedValue value = context.Traced(0);
        int node = context.Arranger.ChannelsLast(value);
        if (context.Builder[node].Shape.Rank > 1) node = context.Add(new GlobalPool(mode), node);
        context.Return(context.Arranger.OfChannelsFirst(node, value.Rank));
    }

    private static void Slide(NodeContext context, Func<Sliding, bool, Operation> pool)
    {
        TracedValue value = context.Arranger.RequireBatch(context.Traced(0));
        Sliding window = Sliding.Read(context, value.Rank - 2, null, value.Sizes[2..]);
        bool isCut = IsCutOnly(window, value.Sizes[2..]);
        if (isCut) context.Session.CutPools.Add(context.Node.Outputs[0]);
        bool ceil = context.Int("ceil_mode", 0) != 0 || isCut || context.Session.Options.CeilPools.Contains(context.Node.Outputs[0]);
        int node = context.Add(pool(window, ceil), context.Arranger.ChannelsLast(value));
        context.Return(context.Arranger.OfChannelsFirst(node, value.Rank));
    }

    /// <summary>Engines round the number of windows towards zero, so that there is one where the only window is larger than the
    /// input.</summary>
    private static bool IsCutOnly(Sliding window, int[] sizes)
    {
        int[] slack =
            [.. sizes.Select((size, d) => size + window.Before[d] + window.After[d] - (window.Kernel[d] - 1) * window.Dilation[d] - 1)];
        return slack.Select((left, d) => left < 0 && left > -window.Stride[d]).Contains(true)
            && slack.Select((left, d) => left < 0 || left % window.Stride[d] == 0).All(fits => fits);
    }
}
