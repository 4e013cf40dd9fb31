namespace Fusion.Import.Fold;

/// <summary>Arithmetic of constants.</summary>
internal static class ConstantArithmetic
{
    public static ConstantTensor? Binary(NodeContext context, Func<double, double, double> ofFloats, Func<long, long, long> ofIntegers)
    {
        ConstantTensor result = context.Constant(0);
        for (int i = 1; i < context.InputCount; i++)
        {
            ConstantTensor next = context.Constant(i);
            int[] dimensions = NumpyShape.Common(result.Dimensions, next.Dimensions);
            ConstantTensor a = NumpyShape.Spread(result, dimensions), b = NumpyShape.Spread(next, dimensions);
            result = a.IsFloating || b.IsFloating
                ? ConstantTensor.OfFloats(dimensions, [.. a.Floats.Zip(b.Floats, (x, y) => (float)ofFloats(x, y))])
                : ConstantTensor.OfIntegers(dimensions, [.. a.Integers.Zip(b.Integers, ofIntegers)]);
        }

        return result;
    }

    public static ConstantTensor? Compare(NodeContext context, Func<double, double, bool> compare)
    {
        int[] dimensions = NumpyShape.Common(context.Constant(0).Dimensions, context.Constant(1).Dimensions);
        double[] a = NumpyShape.Spread(context.Constant(0), dimensions).Numbers,
        b = NumpyShape.Spread(context.Constant(1), dimensions).Numbers;
        return ConstantTensor.OfIntegers(dimensions, [.. a.Zip(b, (x, y) => compare(x, y) ? 1L : 0)]);
    }

    public static ConstantTensor? Unary(NodeContext context, Func<double, double> function)
    {
        ConstantTensor value = context.Constant(0);
        return value.IsFloating
            ? ConstantTensor.OfFloats(value.Dimensions, () => Array.ConvertAll(value.Floats, x => (float)function(x)))
            : ConstantTensor.OfIntegers(value.Dimensions, [.. value.Integers.Select(x => (long)function(x))]);
    }

    public static ConstantTensor? Where(NodeContext context)
    {
        ConstantTensor condition = context.Constant(0), x = context.Constant(1), y = context.Constant(2);
        int[] dimensions = NumpyShape.Common(condition.Dimensions, NumpyShape.Common(x.Dimensions, y.Dimensions));
        double[] chosen = NumpyShape.Spread(condition, dimensions).Numbers;
        double[] a = NumpyShape.Spread(x, dimensions).Numbers, b = NumpyShape.Spread(y, dimensions).Numbers;
        IEnumerable<double> result = chosen.Select((test, i) => test != 0 ? a[i] : b[i]);
        return x.IsFloating
            ? ConstantTensor.OfFloats(dimensions, [.. result.Select(number => (float)number)])
            : ConstantTensor.OfIntegers(dimensions, [.. result.Select(number => (long)number)]);
    }

    /// <summary>The product of all elements, which is what shapes need.</summary>
    public static ConstantTensor? Product(NodeContext context)
    {
        ConstantTensor value = context.Constant(0);
        if (value.Rank > 1) return null;
        int[] dimensions = context.Int("keepdims", 1) != 0 ? [.. Enumerable.Repeat(1, value.Rank)] : [];
        return value.IsFloating
            ? ConstantTensor.OfFloats(dimensions, [value.Floats.Aggregate(1f, (product, number) => product * number)])
            : ConstantTensor.OfIntegers(dimensions, [value.Integers.Aggregate(1L, (product, number) => checked(product * number))]);
    }
}
