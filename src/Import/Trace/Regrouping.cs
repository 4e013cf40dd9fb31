namespace Fusion.Import.Trace;

/// <summary>What ONNX's Reshape does to the factors.</summary>
internal static class Regrouping
{
    /// <summary>The value under other dimensions, which hold as many elements.</summary>
    /// <exception cref="BatchException">The batch would be cut.</exception>
    public static TracedValue Reshape(Arranger arranger, TracedValue value, int[] dimensions)
    {
        if (TryGroup(value, dimensions, arranger.Batch, out TracedValue grouped)) return grouped;
        // The factors do not fit into the new dimensions: one after the other in memory, they are one factor, which can be cut as one
        // likes.
        bool hasBatch = arranger.Batch is { } batch && value.Dims.Any(extent => extent.Factors.Contains(batch));
        if (hasBatch && value.Dims.SelectMany(extent => extent.Factors).First() != arranger.Batch) throw new BatchException();
        Factor[] order = [.. value.Dims.SelectMany(extent => extent.Factors).Where(factor => factor != arranger.Batch)];
        var whole = new Extent(order);
        int node = arranger.Arrange(value, [whole]);
        Extent merged = Extent.Of(whole.Size);
        var flat = new TracedValue(node, [merged], [hasBatch ? arranger.BatchExtent : Extent.One, merged]);
        return TryGroup(flat, dimensions, arranger.Batch, out grouped) ? grouped : throw new BatchException();
    }

    private static bool TryGroup(TracedValue value, int[] dimensions, Factor? batch, out TracedValue grouped)
    {
        grouped = value;
        List<Factor> rest = [.. value.Dims.SelectMany(extent => extent.Factors)];
        List<Extent> dims = [];
        foreach (int size in dimensions)
        {
            List<Factor> own = [];
            for (int left = size; left > 1;)
            {
                Factor next = rest[0];
                rest.RemoveAt(0);
                if (left % next.Size == 0)
                {
                    own.Add(next);
                    left /= next.Size;
                    continue;
                }

                if (next.Size % left != 0 || next == batch) return false;
                Factor[] parts = [new Factor(left), new Factor(next.Size / left)];
                grouped = grouped.Split(next, parts);
                own.Add(parts[0]);
                rest.Insert(0, parts[1]);
                left = 1;
            }

            dims.Add(new Extent(own));
        }

        grouped = grouped with { Dims = dims };
        return true;
    }
}
