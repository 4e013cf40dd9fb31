using Fusion.Import.Fold;
using Fusion.Import.Trace;
using Axes = Fusion.Compiler.Operations.Axes;

namespace Fusion.Import.Operators;

internal static class Reductions
{
    public static void Import(NodeContext context, GlobalPoolMode mode, Operation? before = null, Operation? after = null) =>
        context.Return(Reduce(context, context.Traced(0), mode, before, after));

    public static void Least(NodeContext context) =>
        context.Return(Reduce(context, context.Traced(0), GlobalPoolMode.Max, new Affine(-1), new Affine(-1)));

    private static TracedValue Reduce(NodeContext context, TracedValue value, GlobalPoolMode mode, Operation? before, Operation? after)
    {
        int[]? given = context.Ints("axes", 1);
        if ((given is null || given.Length == 0) && context.Int("noop_with_empty_axes", 0) != 0)
        {
            context.Return(value);
            return value;
        }

        int[] dims = given is null || given.Length == 0
            ? [.. Enumerable.Range(0, value.Rank)]
            : [.. given.Select(axis => value.Axis(axis))];
        Factor[] reduced = [.. dims.SelectMany(dim => value.Dims[dim].Factors)];
        if (context.Arranger.Batch is { } batch && reduced.Contains(batch)) throw new BatchException();
        if (before is not null) value = value with { Node = context.Add(before, value.Node) };
        (int node, Extent[] axes) = Apply(context, value, mode, reduced);
        if (after is not null) node = context.Add(after, node);
        bool keeps = context.Int("keepdims", 1) != 0;
        List<Extent> left = [];
        for (int dim = 0; dim < value.Rank; dim++)
        {
            if (!dims.Contains(dim)) left.Add(value.Dims[dim]);
            else if (keeps) left.Add(Extent.One);
        }

        return new TracedValue(node, axes, left);
    }

    private static (int Node, Extent[] Axes) Apply(NodeContext context, TracedValue value, GlobalPoolMode mode, Factor[] reduced)
    {
        if (reduced.Length == 0) return (value.Node, [.. value.Axes]);
        bool areWhole = value.Axes
            .All(axis => axis.Factors.Count == 0 || axis.Factors.All(reduced.Contains) || !axis.Factors.Any(reduced.Contains));
        Extent[] axes = [.. value.Axes];
        int node = value.Node;
        if (!areWhole)
        {
            // What is reduced comes last, as channels.
            Extent kept = new([.. value.Order.Except(reduced)]);
            axes = [kept, new Extent([.. value.Order.Where(reduced.Contains)])];
            node = context.Arranger.Arrange(value, axes);
        }

        Axes[] names = [Axes.Frames, Axes.Height, Axes.Width, Axes.Channels];
        Axes chosen = Axes.None;
        for (int axis = 0; axis < axes.Length; axis++)
            if (axes[axis].Factors.Any(reduced.Contains)) chosen |= names[4 - axes.Length + axis];
        Shape shape = context.Builder[node].Shape;
        node = Compiler.Operations.Reduce.Append((operation, inputs) => context.Add(operation, inputs), mode, chosen, node, ref shape);
        Extent[] left = [.. axes.Select(axis => axis.Factors.Any(reduced.Contains) ? Extent.One : axis)];
        // All positions together are gone.
        return shape.Rank < left.Length ? (node, left[^shape.Rank..]) : (node, left);
    }
}
