using Fusion.Import.Fold;
using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

internal static class Norms
{
    public static void Batch(NodeContext context)
    {
        context.OnlyFirstResult();
        if (context.Int("training_mode", 0) != 0) throw new ImportException("it is in training mode");
        if (context.Opset < 9 && context.Int("spatial", 1) == 0)
            throw new ImportException("it has statistics of each position (spatial is 0); those of channels are supported");
        string path = context.Path(1);
        string[] names = ["weight", "bias", "running_mean", "running_var"];
        for (int i = 0; i < names.Length; i++) context.Weight($"{path}.{names[i]}", context.Constant(i + 1));
        OverChannels(context, new BatchNorm(path, context.Float("epsilon", 1e-5f).Written()));
    }

    public static void Instance(NodeContext context)
    {
        string path = context.Path(1);
        context.Weight(path + ".weight", context.Constant(1));
        context.Weight(path + ".bias", context.Constant(2));
        OverChannels(context, new GroupNorm(path, context.Traced(0).Sizes[1], true, context.Float("epsilon", 1e-5f).Written()));
    }

    public static void Group(NodeContext context)
    {
        string path = context.Path(1);
        int channels = context.Traced(0).Sizes[1], groups = context.Int("num_groups", 1);
        context.Weight(path + ".weight", Each(context.Constant(1)));
        context.Weight(path + ".bias", Each(context.Constant(2)));
        OverChannels(context, new GroupNorm(path, groups, true, context.Float("epsilon", 1e-5f).Written()));

        // Before opset 21 there is a number for each group, since then for each channel.
        ConstantTensor Each(ConstantTensor tensor) => tensor.Elements == channels ? tensor
            : tensor.Picked([channels], channel => channel / (channels / groups));
    }

    public static void Layer(NodeContext context)
    {
        context.OnlyFirstResult();
        TracedValue value = context.Traced(0);
        int axis = value.Axis(context.Int("axis", -1));
        string path = context.Path(1);
        int size = value.Sizes[axis..].Aggregate(1, (product, part) => product * part);
        context.Weight(path + ".weight", NumpyShape.Spread(context.Constant(1), value.Sizes[axis..]).Reshaped([size]));
        context.Weight(path + ".bias", context.Has(2)
            ? NumpyShape.Spread(context.Constant(2), value.Sizes[axis..]).Reshaped([size])
            : ConstantTensor.OfFloats([size], new float[size]));
        OverLast(context, value, axis, new LayerNorm(path, true, context.Float("epsilon", 1e-5f).Written()));
    }

    public static void RootMeanSquare(NodeContext context)
    {
        TracedValue value = context.Traced(0);
        int axis = value.Axis(context.Int("axis", -1));
        string path = context.Path(1);
        int size = value.Sizes[axis..].Aggregate(1, (product, part) => product * part);
        context.Weight(path + ".weight", NumpyShape.Spread(context.Constant(1), value.Sizes[axis..]).Reshaped([size]));
        OverLast(context, value, axis, new RmsNorm(path, true, context.Float("epsilon", 1e-5f).Written()));
    }

    public static void LocalResponse(NodeContext context)
    {
        int size = context.Int("size", 1);
        if (size % 2 == 0) throw new ImportException($"its size is {size}; only odd ones have as many channels on both sides");
        OverChannels(context, new LocalResponseNorm(size, context.Float("alpha", 1e-4f).Written(),
            context.Float("beta", 0.75f).Written(), context.Float("bias", 1).Written()));
    }

    public static void Euclidean(NodeContext context)
    {
        if (context.Int("p", 2) != 2) throw new ImportException("p is 1; only 2 is supported");
        TracedValue value = context.Traced(0);
        int axis = value.Axis(context.Int("axis", -1));
        (int node, Extent[] positions) = Linears.Channels(context, value, [axis]);
        context.Return(new TracedValue(context.Add(new Normalize(), node), [.. positions, value.Dims[axis]], value.Dims));
    }

    /// <summary>Dimensions from an axis on, as channels.</summary>
    private static void OverLast(NodeContext context, TracedValue value, int axis, Operation norm)
    {
        int[] dims = [.. Enumerable.Range(axis, value.Rank - axis)];
        (int node, Extent[] positions) = Linears.Channels(context, value, dims);
        Extent channels = new([.. dims.SelectMany(dim => value.Dims[dim].Factors)]);
        context.Return(new TracedValue(context.Add(norm, node), [.. positions, channels], value.Dims));
    }

    /// <summary>Dimension 1 as channels, the rest as positions.</summary>
    internal static void OverChannels(NodeContext context, Operation norm)
    {
        TracedValue value = context.Arranger.RequireBatch(context.Traced(0));
        (int node, Extent[] positions) = Linears.Channels(context, value, [1]);
        node = context.Builder.Add(norm, [node], context.Node.Name);
        context.Return(new TracedValue(node, [.. positions, value.Dims[1]], value.Dims));
    }
}
