namespace Fusion.Import.Fold;

/// <summary>NumPy's broadcasting of constants.</summary>
internal static class NumpyShape
{
    /// <exception cref="ImportException">The dimensions do not fit.</exception>
    public static int[] Common(int[] left, int[] right)
    {
        int rank = Math.Max(left.Length, right.Length);
        int[] a = Aligned(left, rank), b = Aligned(right, rank);
        return [.. a.Zip(b, (x, y) => x == y || y == 1 ? x : x == 1 ? y
            : throw new ImportException($"{ConstantTensor.Text(left)} and {ConstantTensor.Text(right)} do not fit"))];
    }

    public static int[] Aligned(int[] dimensions, int rank) => [.. Enumerable.Repeat(1, rank - dimensions.Length), .. dimensions];

    public static ConstantTensor Spread(ConstantTensor value, int[] dimensions)
    {
        if (value.Dimensions.SequenceEqual(dimensions)) return value;
        Constants.Limit(dimensions);
        int[] aligned = Aligned(value.Dimensions, dimensions.Length), steps = ConstantTensor.Steps(aligned),
        own = ConstantTensor.Steps(dimensions);
        return value.Picked(dimensions, i =>
        {
            int source = 0;
            for (int axis = 0; axis < own.Length; i %= own[axis++]) source += aligned[axis] == 1 ? 0 : i / own[axis] * steps[axis];
            return source;
        });
    }
}
