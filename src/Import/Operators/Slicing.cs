using Fusion.Import.Fold;
using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

internal static class Slicing
{
    public static void Slice(NodeContext context)
    {
        TracedValue value = context.Traced(0);
        SliceRange[] ranges = SliceRange.Read(context, value.Sizes);
        for (int axis = 0; axis < ranges.Length; axis++) value = Take(context, value, axis, ranges[axis]);
        context.Return(value);
    }

    public static void Gather(NodeContext context)
    {
        if (context.Input(0).Constant is not null)
            throw new ImportException("it looks up rows of a table by computed indices, an embedding, which is not supported");
        TracedValue value = context.Traced(0);
        ConstantTensor indices = context.Constant(1);
        int axis = value.Axis(context.Int("axis", 0)), size = value.Sizes[axis];
        int[] picked = [.. indices.Integers.Select(index => TracedValue.Axis(index, size))];
        TracedValue taken = Pick(context, value, axis, picked);
        // The indices' own dimensions take the place of the axis.
        if (indices.Rank == 1)
        {
            context.Return(taken);
            return;
        }

        if (indices.Rank == 0)
        {
            context.Return(taken with { Dims = [.. taken.Dims.Where((_, dim) => dim != axis)] });
            return;
        }

        int[] sizes = taken.Sizes;
        context.Return(Regrouping.Reshape(context.Arranger, taken, [.. sizes[..axis], .. indices.Dimensions, .. sizes[(axis + 1)..]]));
    }

    /// <summary>Some positions of a dimension.</summary>
    public static TracedValue Take(NodeContext context, TracedValue value, int axis, SliceRange range)
    {
        int size = value.Sizes[axis];
        if (range == new SliceRange(0, size, 1)) return value;
        if (range.Count == 0) throw new ImportException("it takes nothing of a dimension");
        return Pick(context, value, axis, [.. Enumerable.Range(0, range.Count).Select(i => range.Start + i * range.Step)]);
    }

    private static TracedValue Pick(NodeContext context, TracedValue value, int dim, int[] picked)
    {
        int size = value.Sizes[dim];
        if (picked.SequenceEqual(Enumerable.Range(0, size))) return value;
        Extent taken = value.Dims[dim];
        if (context.Arranger.Batch is { } batch && taken.Factors.Contains(batch)) throw new BatchException();
        int step = picked.Length > 1 ? picked[1] - picked[0] : 1;
        bool isRange = step > 0 && picked.Select((index, i) => index == picked[0] + i * step).All(fits => fits);
        Extent[] axes = [.. value.Axes];
        int place = taken.Factors.Count == 0 ? -1 : Array.FindIndex(axes, taken.Is);
        int node = value.Node;
        if (place < 0 && isRange && step == 1 && IsOuter(axes[^1], taken))
        {
            // Whole blocks of the channels.
            Factor[] inner = [.. axes[^1].Factors.Skip(taken.Factors.Count)];
            int block = inner.Aggregate(1, (product, factor) => product * factor.Size);
            Extent few = Extent.Of(picked.Length);
            axes[^1] = new Extent([.. few.Factors, .. inner]);
            Extent[] own = [.. value.Dims];
            own[dim] = few;
            return new TracedValue(context.Add(new Slice(picked[0] * block, picked.Length * block), node), axes, own);
        }

        // Channels are taken in a row only; whatever else becomes the first dimension of positions.
        bool isChannels = place == axes.Length - 1;
        if (place < 0 || (isChannels && (!isRange || step > 1)))
        {
            axes = [taken, new Extent([.. value.Order.Except(taken.Factors)])];
            node = context.Arranger.Arrange(value, axes);
            (place, isChannels) = (0, false);
        }

        if (isChannels) node = context.Add(new Slice(picked[0], picked.Length), node);
        else if (!isRange) node = context.Add(new Gather([.. picked], place), node);
        else
        {
            int positions = axes.Length - 1, last = step == 1 ? picked[^1] : size - 1;
            int[] before = new int[positions], after = new int[positions], steps = [.. Enumerable.Repeat(1, positions)];
            (before[place], after[place], steps[place]) = (-picked[0], last + 1 - size, step);
            if (before[place] != 0 || after[place] != 0) node = context.Add(new Pad([.. before], [.. after]), node);
            if (step > 1) node = context.Add(new Subsample([.. steps]), node);
            if (step > 1 && context.Builder[node].Shape.Dimensions[place] is var found && found > picked.Length)
            {
                int[] cut = new int[positions];
                cut[place] = picked.Length - found;
                node = context.Add(new Pad([.. new int[positions]], [.. cut]), node);
            }
        }

        Extent result = Extent.Of(picked.Length);
        axes[place] = result;
        Extent[] dims = [.. value.Dims];
        dims[dim] = result;
        return new TracedValue(node, axes, dims);
    }

    private static bool IsOuter(Extent axis, Extent taken) =>
        taken.Factors.Count > 0 && axis.Factors.Take(taken.Factors.Count).SequenceEqual(taken.Factors);
}
