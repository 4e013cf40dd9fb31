using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

internal static class Scans
{
    public static void Import(NodeContext context)
    {
        bool isExclusive = context.Int("exclusive", 0) != 0, isReverse = context.Int("reverse", 0) != 0;
        TracedValue value = context.Traced(0);
        int axis = value.Axis((long)context.Constant(1).Scalar);
        if (value.Dims[axis].Factors.Count == 0)
        {
            context.Return(isExclusive ? value with { Node = context.Add(new Affine(0), value.Node) } : value);
            return;
        }

        if (context.Arranger.Batch is { } batch && value.Dims[axis].Factors.Contains(batch)) throw new BatchException();
        Extent rest = new([.. value.Order.Except(value.Dims[axis].Factors)]);
        int node = context.Arranger.Arrange(value, [value.Dims[axis], rest]);
        // Without the position itself: the sums of what is one position on, with a zero in its place.
        if (isExclusive) node = context.Add(isReverse ? new Pad([-1], [1]) : new Pad([1], [-1]), node);
        node = context.Add(new CumulativeSum(2, isReverse), node);
        context.Return(new TracedValue(node, [value.Dims[axis], rest], value.Dims));
    }
}
