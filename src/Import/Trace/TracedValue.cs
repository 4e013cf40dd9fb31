namespace Fusion.Import.Trace;

/// <summary>A value of the model and where its elements lie in the graph.</summary>
/// <param name="Node">The node of the graph that makes it; its shape is channels last and without the batch.</param>
/// <param name="Axes">The factors of the node's dimensions.</param>
/// <param name="Dims">The same factors as the model's dimensions have them, and the batch's.</param>
public sealed record TracedValue(int Node, IReadOnlyList<Extent> Axes, IReadOnlyList<Extent> Dims)
{
    /// <summary>The sizes of the model's dimensions.</summary>
    public int[] Sizes => [.. Dims.Select(extent => extent.Size)];

    public int Rank => Dims.Count;

    /// <summary>All factors in the order in which the node's elements lie.</summary>
    public IEnumerable<Factor> Order => Axes.SelectMany(extent => extent.Factors);

    /// <summary>The value with a factor replaced by several, whose product it is.</summary>
    public TracedValue Split(Factor factor, IReadOnlyList<Factor> parts) => this with
    {
        Axes = [.. Axes.Select(extent => Replace(extent, factor, parts))],
        Dims = [.. Dims.Select(extent => Replace(extent, factor, parts))],
    };

    /// <summary>The number of a dimension, which may be counted from the end.</summary>
    /// <exception cref="ImportException">There is none.</exception>
    public int Axis(long axis) => Axis(axis, Rank);

    /// <inheritdoc cref="Axis(long)"/>
    public static int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw new ImportException($"the axis is {axis}, but the value has {rank} dimensions");

    private static Extent Replace(Extent extent, Factor factor, IReadOnlyList<Factor> parts) => !extent.Factors.Contains(factor)
        ? extent
        : new([.. extent.Factors.SelectMany(each => each == factor ? parts : [each])]);
}
