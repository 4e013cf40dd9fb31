using Fusion.Import.Fold;
using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

internal static class Pooling
{
    public static void Max(NodeContext context)
    {
        context.OnlyFirstResult();
        Slide(context, (window, ceil, before) =>
            new MaxPool([.. window.Kernel], [.. window.Stride], before, ceil), double.NegativeInfinity);
    }

    public static void Average(NodeContext context)
    {
        bool counts = context.Int("count_include_pad", 0) != 0;
        Slide(context, (window, ceil, before) => new AveragePool([.. window.Kernel], [.. window.Stride], before, ceil, counts), counts
            ? 0
            : null);
    }

    public static void Global(NodeContext context, GlobalPoolMode mode)
    {
        TracedValue value = context.Traced(0);
        int node = context.Arranger.ChannelsLast(value);
        if (context.Builder[node].Shape.Rank > 1) node = context.Add(new GlobalPool(mode), node);
        context.Return(context.Arranger.OfChannelsFirst(node, value.Rank));
    }

    /// <param name="outside">What padding holds, where it can be a step of its own.</param>
    private static void Slide(NodeContext context, Func<Sliding, bool, EquatableArray<int>, Operation> pool, double? outside)
    {
        TracedValue value = context.Arranger.RequireBatch(context.Traced(0));
        int rank = value.Rank - 2;
        Sliding window = Sliding.Read(context, rank, null, value.Sizes[2..]);
        if (window.Dilation.Any(step => step != 1)) throw new ImportException("it has dilations");
        bool ceil = context.Int("ceil_mode", 0) != 0 || IsCutOnly(window, value.Sizes[2..]);
        int node = context.Arranger.ChannelsLast(value);
        int[] before = window.Before;
        if (!window.IsSymmetric)
        {
            if (outside is not { } number)
                throw new ImportException($"its pads [{string.Join(", ", window.Before)}] and [{string.Join(", ", window.After)}] differ");
            if (ceil) throw new ImportException("its pads differ, and it has ceil_mode");
            node = context.Add(new Pad([.. window.Before], [.. window.After], PadMode.Constant, number), node);
            before = new int[rank];
        }

        context.Return(context.Arranger.OfChannelsFirst(context.Add(pool(window, ceil, [.. before]), node), value.Rank));
    }

    /// <summary>Engines round the number of windows towards zero, so that there is one where the only window is larger than the
    /// input.</summary>
    private static bool IsCutOnly(Sliding window, int[] sizes)
    {
        int[] slack = [.. sizes.Select((size, d) => size + window.Before[d] + window.After[d] - window.Kernel[d])];
        return slack.Select((left, d) => left < 0 && left > -window.Stride[d]).Contains(true)
            && slack.Select((left, d) => left < 0 || left % window.Stride[d] == 0).All(fits => fits);
    }
}
