using Fusion.Import.Trace;

namespace Fusion.Import.Fold;

/// <summary>Dimensions of the size 1 that come and go.</summary>
internal static class NewAxes
{
    /// <param name="axes">Places in the result.</param>
    public static T[] Insert<T>(IReadOnlyList<T> dimensions, int[] axes, T one)
    {
        int rank = dimensions.Count + axes.Length;
        int[] places = [.. axes.Select(axis => TracedValue.Axis(axis, rank)).Distinct()];
        if (places.Length != axes.Length) throw new ImportException($"the axes {ConstantTensor.Text(axes)} name one twice");
        var rest = new Queue<T>(dimensions);
        return [.. Enumerable.Range(0, rank).Select(place => places.Contains(place) ? one : rest.Dequeue())];
    }

    /// <param name="axes">Null for all of the size 1.</param>
    public static T[] Remove<T>(IReadOnlyList<T> dimensions, int[]? axes, int[] sizes)
    {
        int[] places = axes is null
            ? [.. Enumerable.Range(0, sizes.Length).Where(axis => sizes[axis] == 1)]
            : [.. axes.Select(axis => TracedValue.Axis(axis, sizes.Length))];
        if (places.Any(axis => sizes[axis] != 1))
            throw new ImportException($"the axes {ConstantTensor.Text(places)} of {ConstantTensor.Text(sizes)} have not the size 1");
        return [.. dimensions.Where((_, axis) => !places.Contains(axis))];
    }
}
