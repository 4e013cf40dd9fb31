using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

internal static class Softmaxes
{
    /// <param name="name">The operation of the language: Softmax or LogSoftmax.</param>
    public static void Import(NodeContext context, string name)
    {
        TracedValue value = context.Traced(0);
        bool isFlat = context.Opset < 13;
        int axis = value.Axis(context.Int("axis", isFlat ? 1 : -1));
        // Older opsets take all dimensions from the axis on together.
        int[] dims = isFlat ? [.. Enumerable.Range(axis, value.Rank - axis)] : [axis];
        (int node, Extent[] positions) = Linears.Channels(context, value, dims);
        var use = new LoweringContext(context.Builder, new OperationArguments(name, []), [node], context.Node.Name, -1);
        node = OperationTable.Find(name)!.Lower(use)[0];
        context.Return(new TracedValue(node, [.. positions, new Extent([.. dims.SelectMany(dim => value.Dims[dim].Factors)])], value.Dims));
    }
}
