using Fusion.Import.Fold;
using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

internal static class Padding
{
    public static void Import(NodeContext context)
    {
        TracedValue value = context.Traced(0);
        int[] pads = context.Ints("pads", 1) ?? context.Ints("paddings") ?? throw new ImportException("it has no pads");
        int[] axes = context.Has(3)
            ? [.. context.Constant(3).Integers.Select(axis => value.Axis(axis))]
            : [.. Enumerable.Range(0, value.Rank)];
        if (pads.Length != 2 * axes.Length)
            throw new ImportException($"pads has {pads.Length} numbers where {2 * axes.Length} were expected");
        int[] before = new int[value.Rank], after = new int[value.Rank];
        for (int i = 0; i < axes.Length; i++) (before[axes[i]], after[axes[i]]) = (pads[i], pads[i + axes.Length]);
        double outside = context.Has(2) ? context.Constant(2).Scalar : context.Float("value", 0);
        PadMode mode = context.Text("mode", "constant") switch
        {
            "constant" => PadMode.Constant,
            "reflect" => PadMode.Reflect,
            "edge" => PadMode.Replicate,
            var other => throw new ImportException($"the mode '{other}' is not supported"),
        };
        context.Return(Apply(context, value, before, after, mode, outside));
    }

    private static TracedValue Apply(NodeContext context, TracedValue value, int[] before, int[] after, PadMode mode, double outside)
    {
        int[] padded = [.. Enumerable.Range(0, value.Rank).Where(dim => before[dim] != 0 || after[dim] != 0)];
        if (padded.Length == 0) return value;
        if (context.Arranger.Batch is { } batch && padded.Any(dim => value.Dims[dim].Factors.Contains(batch))) throw new BatchException();
        Extent[] axes = [.. value.Axes];
        int[] places = [.. padded.Select(dim => Place(value.Dims[dim]))];
        bool isChannels = places is [var only] && only == axes.Length - 1 && only >= 0;
        int node = value.Node;
        if (isChannels && mode == PadMode.Constant && outside == 0 && before[padded[0]] >= 0 && after[padded[0]] >= 0)
            node = context.Add(new PadChannels(before[padded[0]], after[padded[0]]), node);
        else
        {
            if (places.Any(place => place < 0 || place == axes.Length - 1))
            {
                if (padded.Length > 3) throw new ImportException("more than three dimensions are padded");
                axes = [.. padded.Select(dim => value.Dims[dim]),
                    new Extent([.. value.Order.Except(padded.SelectMany(dim => value.Dims[dim].Factors))])];
                node = context.Arranger.Arrange(value, axes);
                places = [.. Enumerable.Range(0, padded.Length)];
            }

            int[] first = new int[axes.Length - 1], last = new int[axes.Length - 1];
            for (int i = 0; i < padded.Length; i++) (first[places[i]], last[places[i]]) = (before[padded[i]], after[padded[i]]);
            node = context.Add(new Pad([.. first], [.. last], mode, outside), node);
        }

        Extent[] dims = [.. value.Dims];
        for (int i = 0; i < padded.Length; i++)
            dims[padded[i]] = axes[places[i]] = Extent.Of(value.Sizes[padded[i]] + before[padded[i]] + after[padded[i]]);
        return new TracedValue(node, axes, dims);

        int Place(Extent dim) => dim.Factors.Count == 0 ? -1 : Array.FindIndex(axes, dim.Is);
    }
}
