using Fusion.Import.Protocol;

namespace Fusion.Import.Fold;

/// <summary>Operators that make constants.</summary>
internal static class Constants
{
    private const long MostElements = 1L << 28;

    public static ConstantTensor? Constant(NodeContext context)
    {
        foreach (ModelAttribute attribute in context.Node.Attributes.Values)
        {
            switch (attribute.Name)
            {
                case "value" when attribute.Tensor is { } tensor:
                    ConstantTensor value = ConstantTensor.Of(tensor);
                    // The value's own name is what other nodes know it by.
                    return value.Name.Length > 0 ? value : value.Named(context.Node.Outputs.FirstOrDefault(""));
                case "value_float": return ConstantTensor.OfFloats([], [attribute.Float ?? 0]);
                case "value_floats": return ConstantTensor.OfFloats([attribute.Floats!.Count], [.. attribute.Floats]);
                case "value_int": return ConstantTensor.OfIntegers([], [attribute.Integer ?? 0]);
                case "value_ints": return ConstantTensor.OfIntegers([.. attribute.Integers!]);
                default: break;
            }
        }

        throw new ImportException("it has no value that is read: a tensor, numbers or a number");
    }

    public static ConstantTensor? ConstantOfShape(NodeContext context)
    {
        int[] dimensions = [.. context.Constant(0).Integers.Select(NodeContext.Size)];
        Limit(dimensions);
        StoredTensor? value = context.Node.Attributes.GetValueOrDefault("value")?.Tensor;
        int count = (int)dimensions.Aggregate(1L, (product, size) => product * size);
        if (value is { Type: var type } && !type.IsFloating())
        {
            long integer = value.Integers()[0];
            return ConstantTensor.OfIntegers(dimensions, [.. Enumerable.Repeat(integer, count)]);
        }

        float number = value?.Floats()[0] ?? 0;
        return ConstantTensor.OfFloats(dimensions, () =>
        {
            var result = new float[count];
            Array.Fill(result, number);
            return result;
        }).Named(context.Node.Outputs[0]);
    }

    public static ConstantTensor? Shape(NodeContext context)
    {
        int[] sizes = context.Input(0).Sizes;
        int start = Clamp(context.Int("start", 0)), end = Clamp(context.Int("end", sizes.Length));
        return ConstantTensor.OfIntegers([.. sizes[start..Math.Max(start, end)].Select(size => (long)size)]);

        int Clamp(int axis) => Math.Clamp(axis < 0 ? axis + sizes.Length : axis, 0, sizes.Length);
    }

    public static ConstantTensor? Size(NodeContext context) =>
        ConstantTensor.OfIntegers([], [context.Input(0).Sizes.Aggregate(1L, (product, size) => product * size)]);

    public static ConstantTensor? Range(NodeContext context)
    {
        ConstantTensor first = context.Constant(0);
        double start = first.Scalar, limit = context.Constant(1).Scalar, step = context.Constant(2).Scalar;
        double count = Math.Max(0, Math.Ceiling((limit - start) / step));
        if (!(count <= MostElements)) throw new ImportException($"it counts from {start} to {limit} by {step}, which are too many");
        return first.IsFloating
            ? ConstantTensor.OfFloats([(int)count], [.. Enumerable.Range(0, (int)count).Select(i => (float)(start + i * step))])
            : ConstantTensor.OfIntegers([(int)count], [.. Enumerable.Range(0, (int)count).Select(i => (long)(start + i * step))]);
    }

    public static ConstantTensor? Cast(NodeContext context)
    {
        ConstantTensor value = context.Constant(0);
        var type = (ElementType)context.Int("to", 1);
        if (type.IsFloating() == value.IsFloating) return value;
        return type.IsFloating()
            ? ConstantTensor.OfFloats(value.Dimensions, value.Floats)
            : ConstantTensor.OfIntegers(value.Dimensions,
                [.. value.Floats.Select(number => type == ElementType.Boolean ? number != 0 ? 1L : 0 : (long)number)]);
    }

    /// <summary>(x − zero point) · scale, for the whole tensor or each slice along an axis.</summary>
    public static ConstantTensor? Dequantize(NodeContext context)
    {
        ConstantTensor value = context.Constant(0), scale = context.Constant(1);
        ConstantTensor? zero = context.ConstantOrNull(2);
        int axis = value.Rank == 0
            ? 0
            : Trace.TracedValue.Axis(context.Int("axis", 1) is var given && scale.Elements == 1 ? 0 : given, value.Rank);
        int step = ConstantTensor.Steps(value.Dimensions).ElementAtOrDefault(axis);
        if (scale.Rank > 1 || (scale.Elements > 1 && scale.Elements != value.Dimensions[axis]))
            throw new ImportException(
                $"the scale has the dimensions {ConstantTensor.Text(scale.Dimensions)}; one for all or one for each slice is read");
        return ConstantTensor.OfFloats(value.Dimensions, () =>
        {
            double[] numbers = value.Numbers;
            float[] result = new float[numbers.Length], scales = scale.Floats;
            double[]? zeros = zero?.Numbers;
            for (int i = 0; i < result.Length; i++)
            {
                int slice = scales.Length == 1 ? 0 : i / step % scales.Length;
                result[i] = (float)((numbers[i] - (zeros?[slice % zeros.Length] ?? 0)) * scales[slice]);
            }

            return result;
        }).Named(value.Name);
    }

    public static void Limit(int[] dimensions)
    {
        Int128 elements = dimensions.Aggregate((Int128)1, (product, size) => product * size);
        if (dimensions.Any(size => size < 0) || elements > MostElements)
            throw new ImportException(
                $"its result would have the dimensions {ConstantTensor.Text(dimensions)}, which are negative or too large");
    }
}
