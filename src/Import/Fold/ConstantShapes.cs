using Fusion.Import.Trace;

namespace Fusion.Import.Fold;

/// <summary>Operators that move elements, on constants.</summary>
internal static class ConstantShapes
{
    public static ConstantTensor? Gather(NodeContext context)
    {
        ConstantTensor value = context.Constant(0), indices = context.Constant(1);
        int axis = TracedValue.Axis(context.Int("axis", 0), value.Rank), size = value.Dimensions[axis];
        int[] picked = [.. indices.Integers.Select(index => TracedValue.Axis(index, size))];
        int inner = ConstantTensor.Steps(value.Dimensions)[axis];
        int[] dimensions = [.. value.Dimensions[..axis], .. indices.Dimensions, .. value.Dimensions[(axis + 1)..]];
        Constants.Limit(dimensions);
        return value.Picked(dimensions, i => (i / inner / picked.Length * size + picked[i / inner % picked.Length]) * inner + i % inner);
    }

    public static ConstantTensor? Slice(NodeContext context)
    {
        ConstantTensor value = context.Constant(0);
        SliceRange[] ranges = SliceRange.Read(context, value.Dimensions);
        int[] steps = ConstantTensor.Steps(value.Dimensions), dimensions = [.. ranges.Select(range => range.Count)];
        int[] own = ConstantTensor.Steps(dimensions);
        return value.Picked(dimensions, i =>
        {
            int source = 0;
            for (int axis = 0; axis < own.Length; i %= own[axis++])
                source += (ranges[axis].Start + i / own[axis] * ranges[axis].Step) * steps[axis];
            return source;
        });
    }

    public static ConstantTensor? Concat(NodeContext context)
    {
        ConstantTensor[] parts = [.. Enumerable.Range(0, context.InputCount).Select(context.Constant)];
        int axis = TracedValue.Axis(context.Int("axis", 0), parts[0].Rank);
        int[] dimensions = [.. parts[0].Dimensions];
        dimensions[axis] = parts.Sum(part => part.Dimensions[axis]);
        Constants.Limit(dimensions);
        int outer = dimensions[..axis].Aggregate(1, (product, size) => product * size);
        int[] runs = [.. parts.Select(part => (int)(part.Elements / Math.Max(1, outer)))];
        return parts[0].IsFloating
            ? ConstantTensor.OfFloats(dimensions, Join(parts.Select(part => part.Floats).ToArray()))
            : ConstantTensor.OfIntegers(dimensions, Join(parts.Select(part => part.Integers).ToArray()));

        T[] Join<T>(T[][] values) =>
            [.. Enumerable.Range(0, outer).SelectMany(i => values.SelectMany((part, p) => part.Skip(i * runs[p]).Take(runs[p])))];
    }

    public static ConstantTensor? Unsqueeze(NodeContext context)
    {
        ConstantTensor value = context.Constant(0);
        return value.Reshaped(NewAxes.Insert([.. value.Dimensions], context.Ints("axes", 1) ?? [], 1));
    }

    public static ConstantTensor? Squeeze(NodeContext context)
    {
        ConstantTensor value = context.Constant(0);
        return value.Reshaped(NewAxes.Remove(value.Dimensions, context.Ints("axes", 1), value.Dimensions));
    }

    public static ConstantTensor? Reshape(NodeContext context)
    {
        ConstantTensor value = context.Constant(0);
        return value.Reshaped(NewShape.Read(context, value.Dimensions));
    }

    public static ConstantTensor? Flatten(NodeContext context)
    {
        ConstantTensor value = context.Constant(0);
        int axis = context.Int("axis", 1);
        int first = value.Dimensions[..(axis < 0 ? axis + value.Rank : axis)].Aggregate(1, (product, size) => product * size);
        return value.Reshaped([first, (int)(value.Elements / Math.Max(1, first))]);
    }

    public static ConstantTensor? Transpose(NodeContext context)
    {
        ConstantTensor value = context.Constant(0);
        return value.Transposed(context.Ints("perm") ?? [.. Enumerable.Range(0, value.Rank).Reverse()]);
    }

    public static ConstantTensor? Expand(NodeContext context)
    {
        ConstantTensor value = context.Constant(0);
        int[] dimensions = NumpyShape.Common(value.Dimensions, [.. context.Constant(1).Integers.Select(NodeContext.Size)]);
        return NumpyShape.Spread(value, dimensions);
    }

    public static ConstantTensor? Tile(NodeContext context)
    {
        ConstantTensor value = context.Constant(0);
        int[] repeats = [.. context.Constant(1).Integers.Select(NodeContext.Size)];
        int[] dimensions = [.. value.Dimensions.Zip(repeats, (size, count) => checked(size * count))];
        Constants.Limit(dimensions);
        int[] steps = ConstantTensor.Steps(value.Dimensions), own = ConstantTensor.Steps(dimensions);
        return value.Picked(dimensions, i =>
        {
            int source = 0;
            for (int axis = 0; axis < own.Length; i %= own[axis++]) source += i / own[axis] % value.Dimensions[axis] * steps[axis];
            return source;
        });
    }
}
