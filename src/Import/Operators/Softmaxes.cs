using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

internal static class Softmaxes
{
    public static void Import(NodeContext context, Operation? after = null)
    {
        TracedValue value = context.Traced(0);
        bool isFlat = context.Opset < 13;
        int axis = value.Axis(context.Int("axis", isFlat ? 1 : -1));
        // Older opsets take all dimensions from the axis on together.
        int[] dims = isFlat ? [.. Enumerable.Range(axis, value.Rank - axis)] : [axis];
        (int node, Extent[] positions) = Linears.Channels(context, value, dims);
        node = context.Add(new Softmax(), node);
        if (after is not null) node = context.Add(after, node);
        context.Return(new TracedValue(node, [.. positions, new Extent([.. dims.SelectMany(dim => value.Dims[dim].Factors)])], value.Dims));
    }
}
