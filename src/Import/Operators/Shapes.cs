using Fusion.Import.Fold;
using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

/// <summary>Operators that only change how elements are counted: they are no work until an operation needs another order.</summary>
internal static class Shapes
{
    public static void Reshape(NodeContext context)
    {
        TracedValue value = context.Traced(0);
        context.Return(Regrouping.Reshape(context.Arranger, value, NewShape.Read(context, value.Sizes)));
    }

    public static void Flatten(NodeContext context)
    {
        TracedValue value = context.Traced(0);
        int axis = context.Int("axis", 1);
        if (axis < 0) axis += value.Rank;
        if (axis < 0 || axis > value.Rank) throw new ImportException($"the axis is {axis}, but the value has {value.Rank} dimensions");
        int first = value.Sizes[..axis].Aggregate(1, (product, size) => product * size);
        int rest = value.Sizes[axis..].Aggregate(1, (product, size) => product * size);
        context.Return(Regrouping.Reshape(context.Arranger, value, [first, rest]));
    }

    public static void Transpose(NodeContext context)
    {
        TracedValue value = context.Traced(0);
        int[] order = context.Ints("perm") ?? [.. Enumerable.Range(0, value.Rank).Reverse()];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, value.Rank)))
            throw new ImportException($"perm is [{string.Join(", ", order)}], which does not name each of {value.Rank} dimensions once");
        context.Return(value with { Dims = [.. order.Select(axis => value.Dims[axis])] });
    }

    public static void Squeeze(NodeContext context)
    {
        TracedValue value = context.Traced(0);
        context.Return(value with { Dims = NewAxes.Remove(value.Dims, context.Ints("axes", 1), value.Sizes) });
    }

    public static void Unsqueeze(NodeContext context)
    {
        TracedValue value = context.Traced(0);
        context.Return(value with { Dims = NewAxes.Insert(value.Dims, context.Ints("axes", 1) ?? [], Extent.One) });
    }

    public static void Expand(NodeContext context)
    {
        TracedValue value = context.Traced(0);
        int[] wanted = [.. context.Constant(1).Integers.Select(NodeContext.Size)];
        context.Return(Arithmetic.Spread(context, value, NumpyShape.Common(value.Sizes, wanted)));
    }

    public static void Tile(NodeContext context)
    {
        TracedValue value = context.Traced(0);
        int[] repeats = [.. context.Constant(1).Integers.Select(NodeContext.Size)];
        if (repeats.Length != value.Rank)
            throw new ImportException($"repeats has {repeats.Length} numbers where {value.Rank} were expected");
        // Each dimension gets another before it, along which it is spread.
        Extent[] dims = [.. value.Dims.SelectMany(extent => new[] { Extent.One, extent })];
        int[] sizes = [.. value.Sizes.SelectMany((size, dim) => new[] { repeats[dim], size })];
        TracedValue spread = Arithmetic.Spread(context, value with { Dims = dims }, sizes);
        context.Return(spread with
        {
            Dims = [.. Enumerable.Range(0, value.Rank)
                .Select(dim => new Extent([.. spread.Dims[2 * dim].Factors, .. spread.Dims[2 * dim + 1].Factors]))],
        });
    }
}
