using Fusion.Import.Protocol;

namespace Fusion.Import.Fold;

/// <summary>A tensor that is known while the model is read: weights, shapes, indices. Its elements are made when they are asked
/// for.</summary>
public sealed class ConstantTensor
{
    private readonly Func<Array> _make;
    private Array? _values;

    private ConstantTensor(int[] dimensions, bool isFloating, Func<Array> make)
    {
        Dimensions = dimensions;
        IsFloating = isFloating;
        _make = make;
        Elements = dimensions.Aggregate(1L, (product, size) => product * size);
    }

    public int[] Dimensions { get; }

    /// <summary>Whether the elements are <see cref="Floats"/>; else they are <see cref="Integers"/>, of which 0 is false and 1
    /// true.</summary>
    public bool IsFloating { get; }

    public long Elements { get; }

    /// <summary>The name that the file gives it; empty where it was computed.</summary>
    public string Name { get; init; } = "";

    public int Rank => Dimensions.Length;

    public float[] Floats => _values as float[] ?? (IsFloating
        ? (float[])(_values = _make())
        : Array.ConvertAll(Integers, value => (float)value));

    /// <summary>The elements as floats, not kept: for those that are read once, such as weights that are written to a file.</summary>
    public float[] ReadFloats() => _values is null && IsFloating ? (float[])_make() : Floats;

    public long[] Integers => _values as long[] ?? (IsFloating
        ? throw new ImportException($"The tensor {Title} holds floats where integers were expected.")
        : (long[])(_values = _make()));

    public string Title => (Name.Length > 0 ? $"'{Name}' " : "") + Text(Dimensions);

    /// <summary>The elements in double precision, whichever they are.</summary>
    public double[] Numbers =>
        IsFloating ? Array.ConvertAll(Floats, value => (double)value) : Array.ConvertAll(Integers, value => (double)value);

    public static ConstantTensor Of(StoredTensor stored) => new(
        [.. stored.Dimensions.Select(size => checked((int)size))], stored.Type.IsFloating(),
        stored.Type.IsFloating() ? stored.Floats : stored.Integers)
    { Name = stored.Name };

    public static ConstantTensor OfFloats(int[] dimensions, float[] values) => new(dimensions, true, () => values);

    public static ConstantTensor OfFloats(int[] dimensions, Func<float[]> values) => new(dimensions, true, values);

    public static ConstantTensor OfIntegers(int[] dimensions, long[] values) => new(dimensions, false, () => values);

    public static ConstantTensor OfIntegers(params long[] values) => new([values.Length], false, () => values);

    public ConstantTensor Named(string name) => new(Dimensions, IsFloating, _make) { Name = name };

    /// <summary>The same elements under other dimensions.</summary>
    public ConstantTensor Reshaped(int[] dimensions) =>
        new(dimensions, IsFloating, () => IsFloating ? Floats : Integers) { Name = Name };

    /// <summary>Other elements of the same kind: element i is the one at <paramref name="source"/>(i).</summary>
    public ConstantTensor Picked(int[] dimensions, Func<int, int> source)
    {
        int count = checked((int)dimensions.Aggregate(1L, (product, size) => product * size));
        return new(dimensions, IsFloating, () => IsFloating ? Pick(Floats) : Pick(Integers)) { Name = Name };

        T[] Pick<T>(T[] values)
        {
            var result = new T[count];
            for (int i = 0; i < count; i++) result[i] = values[source(i)];
            return result;
        }
    }

    /// <summary>Another order of the dimensions.</summary>
    public ConstantTensor Transposed(int[] permutation)
    {
        int[] steps = Steps(Dimensions), dimensions = [.. permutation.Select(axis => Dimensions[axis])];
        int[] from = [.. permutation.Select(axis => steps[axis])], to = Steps(dimensions);
        return Picked(dimensions, index =>
        {
            int source = 0;
            for (int axis = 0; axis < to.Length; axis++)
            {
                source += index / to[axis] * from[axis];
                index %= to[axis];
            }

            return source;
        });
    }

    /// <summary>The tensor with one position along a dimension, all of which have the same elements; null where they have not.</summary>
    public ConstantTensor? Once(int dimension)
    {
        int step = Steps(Dimensions)[dimension], size = Dimensions[dimension], span = step * size;
        if (size < 2 || Elements == 0) return null;
        double[] numbers = Numbers;
        for (int i = 0; i < numbers.Length; i++)
            if (!numbers[i].Equals(numbers[i / span * span + i % step])) return null;
        return Picked([.. Dimensions[..dimension], 1, .. Dimensions[(dimension + 1)..]], i => i / step * span + i % step);
    }

    /// <summary>The one element of a scalar or of a tensor with one element.</summary>
    public double Scalar => Elements == 1
        ? Numbers[0]
        : throw new ImportException($"The tensor {Title} has {Elements} elements where one was expected.");

    public static string Text(IEnumerable<int> dimensions) => "[" + string.Join(", ", dimensions) + "]";

    /// <summary>For each dimension, the elements between neighbours.</summary>
    public static int[] Steps(int[] dimensions)
    {
        var steps = new int[dimensions.Length];
        for (int axis = dimensions.Length - 1, step = 1; axis >= 0; step *= Math.Max(1, dimensions[axis--])) steps[axis] = step;
        return steps;
    }
}
