using Fusion.Import.Trace;

namespace Fusion.Import.Fold;

/// <summary>What a Slice takes of one dimension.</summary>
internal readonly record struct SliceRange(int Start, int Count, int Step)
{
    /// <summary>One range for each dimension.</summary>
    public static SliceRange[] Read(NodeContext context, int[] sizes)
    {
        SliceRange[] ranges = [.. sizes.Select(size => new SliceRange(0, size, 1))];
        int[] starts = context.Ints("starts", 1) ?? [], ends = context.Ints("ends", 2) ?? [];
        int[] axes = context.Ints("axes", 3) ?? [.. Enumerable.Range(0, starts.Length)];
        int[] steps = context.Ints("steps", 4) ?? [.. Enumerable.Repeat(1, starts.Length)];
        for (int i = 0; i < starts.Length; i++)
        {
            int axis = TracedValue.Axis(axes[i], sizes.Length);
            ranges[axis] = Of(sizes[axis], starts[i], ends[i], steps[i]);
        }

        return ranges;
    }

    /// <summary>As Python counts: from the end where negative, cut at both ends.</summary>
    private static SliceRange Of(int size, long start, long end, long step)
    {
        if (step == 0) throw new ImportException("a step is 0");
        if (start < 0) start += size;
        if (end < 0) end += size;
        start = step > 0 ? Math.Clamp(start, 0, size) : Math.Clamp(start, 0, size - 1);
        end = step > 0 ? Math.Clamp(end, 0, size) : Math.Clamp(end, -1, size - 1);
        long count = Math.Max(0, step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step);
        return new SliceRange((int)start, (int)count, NodeContext.Checked(step));
    }
}
