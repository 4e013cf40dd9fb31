using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

/// <summary>The p-norm of each window: what is raised to the power of p, summed up, and has the p-th root taken.</summary>
internal static class LpPooling
{
    public static void Import(NodeContext context)
    {
        TracedValue value = context.Arranger.RequireBatch(context.Traced(0));
        int[] sizes = value.Sizes[2..];
        Sliding window = Sliding.Read(context, sizes.Length, null, sizes);
        if (context.Int("ceil_mode", 0) != 0) window = Completed(window, sizes);
        int count = window.Kernel.Aggregate(1, (product, size) => product * size);
        int node = Raised(context, context.Arranger.ChannelsLast(value));
        node = context.Add(new AveragePool([.. window.Kernel], [.. window.Stride], [.. window.Before], CeilMode: false, CountPadding: true)
        {
            PaddingEnd = window.IsSymmetric ? null : [.. window.After],
            Dilation = window.Dilation.All(step => step == 1) ? null : [.. window.Dilation],
        }, node);
        node = Root(context, context.Add(new Affine(count), node));
        context.Return(context.Arranger.OfChannelsFirst(node, value.Rank));
    }

    public static void Global(NodeContext context)
    {
        TracedValue value = context.Arranger.RequireBatch(context.Traced(0));
        int node = Raised(context, context.Arranger.ChannelsLast(value));
        if (context.Builder[node].Shape.Rank > 1) node = context.Add(new GlobalPool(GlobalPoolMode.Sum), node);
        context.Return(context.Arranger.OfChannelsFirst(Root(context, node), value.Rank));
    }

    /// <summary>As many zeros behind as the last window needs, which does not begin in the padding.</summary>
    private static Sliding Completed(Sliding window, int[] sizes) => window with
    {
        After =
        [
            .. sizes.Select((size, d) =>
            {
                int reach = (window.Kernel[d] - 1) * window.Dilation[d] + 1, all = size + window.Before[d] + window.After[d];
                int rest = (all - reach) % window.Stride[d];
                int added = rest == 0 ? 0 : window.Stride[d] - rest, last = all + added - reach;
                return last >= size + window.Before[d] ? window.After[d] : window.After[d] + added;
            }),
        ],
    };

    private static int Raised(NodeContext context, int node) => context.Int("p", 2) switch
    {
        1 => context.Add(new Abs(), node),
        2 => context.Add(new Square(), node),
        >= 1 and var p => context.Add(new Pow(p), p % 2 == 0 ? node : context.Add(new Abs(), node)),
        var p => throw new ImportException($"p is {p}; at least 1 was expected"),
    };

    private static int Root(NodeContext context, int node) => context.Int("p", 2) switch
    {
        1 => node,
        2 => context.Add(new Sqrt(), node),
        var p => context.Add(new Pow(1.0 / p), node),
    };
}
