namespace Fusion.Import.Trace;

/// <summary>
/// A part of a dimension that stays whole: a dimension is the product of its factors, the first of which changes most slowly. ONNX's
/// Reshape and Transpose then are nothing but other groups and another order of the same factors.
/// </summary>
public sealed class Factor(int size)
{
    public int Size { get; } = size;

    public override string ToString() => Size.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The factors of one dimension, the slowest first; none for the size 1.</summary>
public sealed record Extent(IReadOnlyList<Factor> Factors)
{
    public static Extent One { get; } = new([]);

    public int Size => Factors.Aggregate(1, (product, factor) => checked(product * factor.Size));

    public static Extent Of(int size) => size == 1 ? One : new([new Factor(size)]);

    public bool Is(Extent other) => Factors.SequenceEqual(other.Factors);
}
