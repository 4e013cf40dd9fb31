using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

/// <summary>Operations over the last dimension, at every position alike.</summary>
internal static class Linears
{
    /// <summary>Applies an operation to the last dimension as channels; the result's last dimension is what it makes of them.</summary>
    public static TracedValue Apply(NodeContext context, TracedValue value, Operation operation, string name = "")
    {
        (int node, Extent[] positions) = Channels(context, value, [value.Rank - 1]);
        node = context.Builder.Add(operation, [node], name.Length > 0 ? name : context.Node.Name);
        Extent channels = context.Builder[node].Shape.Channels == value.Sizes[^1]
            ? value.Dims[^1]
            : Extent.Of(context.Builder[node].Shape.Channels);
        return new TracedValue(node, [.. positions, channels], [.. value.Dims.Take(value.Rank - 1), channels]);
    }

    /// <summary>A value with some of the model's dimensions, one after the other, as channels, and whatever else it has as
    /// positions.</summary>
    public static (int Node, Extent[] Positions) Channels(NodeContext context, TracedValue value, int[] dims)
    {
        Factor[] channels = [.. dims.SelectMany(dim => value.Dims[dim].Factors)];
        if (context.Arranger.Batch is { } batch && channels.Contains(batch)) throw new BatchException();
        // Positions stay in the order in which they lie; those of one axis stay one axis.
        // One of the size 1 stays, too, so that the network is the same at other sizes, unless the model has dropped them.
        List<Extent> positions =
        [
            .. value.Axes.Select(axis => (Axis: axis, Left: new Extent([.. axis.Factors.Except(channels)])))
                .Where(pair => pair.Left.Factors.Count > 0 || (value.Rank > 2 && pair.Axis.Factors.Count == 0)).Select(pair => pair.Left),
        ];
        while (positions.Count > 3)
        {
            positions[0] = new Extent([.. positions[0].Factors, .. positions[1].Factors]);
            positions.RemoveAt(1);
        }

        return (context.Arranger.Arrange(value, [.. positions, new Extent(channels)]), [.. positions]);
    }
}
