using Fusion.Import.Fold;
using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

internal static class Joining
{
    public static void Concat(NodeContext context)
    {
        TracedValue[] parts = Parts(context);
        TracedValue host = parts[0];
        int axis = host.Axis(context.Int("axis", 1));
        if (parts.Any(part => part.Rank != host.Rank)) throw new ImportException("its inputs have different ranks");
        if (parts.Length == 1)
        {
            context.Return(host);
            return;
        }

        Factor? batch = context.Arranger.Batch;
        if (batch is not null && (host.Dims[axis].Factors.Contains(batch)
            || (axis == 0 && host.Dims.Any(dim => dim.Factors.Contains(batch)) && host.Sizes[0] == batch.Size)))
            throw new BatchException();
        int[] others = MemoryOrder(host, axis, batch);
        // Values one after the other, as states of layers are stacked, stay that: their own order is kept.
        bool isStack = axis == 0 && host.Rank > 1 && host.Dims[0].Factors.Count == 0;
        bool isFirst = others.Length > 0
            && (isStack || (host.Order.FirstOrDefault() is { } slowest && host.Dims[axis].Factors.Contains(slowest)));
        // Positions of the size 1 stay where all parts have them.
        int[] ones = isFirst ? [] : [.. Enumerable.Range(0, host.Axes.Count - 1).Where(place => host.Axes[place].Factors.Count == 0)];
        if (!parts.All(part => context.Builder[part.Node].Shape.Dimensions.SequenceEqual(Axes(part).Select(extent => extent.Size))))
            ones = [];
        int[] nodes = [.. parts.Select(part => context.Arranger.Arrange(part, Axes(part)))];
        int joined = context.Add(isFirst ? new Append() : new Concat(), nodes);
        Extent sum = Extent.Of(parts.Sum(part => part.Sizes[axis]));
        Extent[] dims = [.. host.Dims];
        dims[axis] = sum;
        context.Return(new TracedValue(joined, Axes(host with { Dims = dims }), dims));

        Extent[] Axes(TracedValue part)
        {
            List<Extent> rest = [.. others.Select(dim => part.Dims[dim])];
            while (rest.Count > 3)
            {
                rest[0] = new Extent([.. rest[0].Factors, .. rest[1].Factors]);
                rest.RemoveAt(1);
            }

            foreach (int place in ones)
                if (place <= rest.Count) rest.Insert(place, Extent.One);
            return isFirst ? [part.Dims[axis], .. rest] : [.. rest, part.Dims[axis]];
        }
    }

    /// <summary>The inputs; a constant that has the same numbers for each sample of the batch that others have, once.</summary>
    private static TracedValue[] Parts(NodeContext context)
    {
        int[] all = [.. Enumerable.Range(0, context.InputCount)];
        int batch = Array.Find(all, context.IsTraced) is var traced && context.Arranger.Batch is not null && context.IsTraced(traced)
            ? context.Traced(traced).Dims.ToList().FindIndex(dim => dim.Is(context.Arranger.BatchExtent))
            : -1;
        return [.. all.Select(Part)];

        TracedValue Part(int input)
        {
            if (context.Input(input).Constant is not { } constant || batch < 0 || batch >= constant.Rank
                || constant.Dimensions[batch] != context.Arranger.Batch!.Size || constant.Once(batch) is not { } once)
                return context.Traced(input);
            TracedValue value = context.OfConstant(once);
            Extent[] dims = [.. value.Dims];
            dims[batch] = context.Arranger.BatchExtent;
            return value with { Dims = dims };
        }
    }

    public static void Split(NodeContext context)
    {
        TracedValue value = context.Traced(0);
        int axis = value.Axis(context.Int("axis", 0)), size = value.Sizes[axis], count = context.Node.Outputs.Count;
        int[]? sizes = context.Ints("split", 1);
        if (sizes is null)
        {
            int each = (size + count - 1) / count;
            sizes = [.. Enumerable.Range(0, count).Select(i => Math.Min(each, size - i * each))];
        }

        if (sizes.Length != count || sizes.Sum() != size)
            throw new ImportException($"the parts [{string.Join(", ", sizes)}] are not the {size} of the input");
        for (int i = 0, start = 0; i < count; start += sizes[i++])
            context.Return(Slicing.Take(context, value, axis, new SliceRange(start, sizes[i], 1)), i);
    }

    /// <summary>The other dimensions in the order in which they lie, where each is a block of memory; else in the model's order.</summary>
    private static int[] MemoryOrder(TracedValue value, int axis, Factor? batch)
    {
        int[] dims = [.. Enumerable.Range(0, value.Rank)
            .Where(dim => dim != axis && value.Dims[dim].Size > 1 && !value.Dims[dim].Factors.Contains(batch!))];
        Factor[] order = [.. value.Order];
        return [.. dims.OrderBy(dim => value.Dims[dim].Factors.Min(factor => Array.IndexOf(order, factor)))];
    }
}
