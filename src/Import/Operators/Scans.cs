using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

internal static class Scans
{
    public static void Import(NodeContext context)
    {
        if (context.Int("exclusive", 0) != 0) throw new ImportException("it is exclusive");
        TracedValue value = context.Traced(0);
        int axis = value.Axis((long)context.Constant(1).Scalar);
        if (value.Dims[axis].Factors.Count == 0)
        {
            context.Return(value);
            return;
        }

        if (context.Arranger.Batch is { } batch && value.Dims[axis].Factors.Contains(batch)) throw new BatchException();
        Extent rest = new([.. value.Order.Except(value.Dims[axis].Factors)]);
        int node = context.Add(new CumulativeSum(2, context.Int("reverse", 0) != 0),
            context.Arranger.Arrange(value, [value.Dims[axis], rest]));
        context.Return(new TracedValue(node, [value.Dims[axis], rest], value.Dims));
    }
}
