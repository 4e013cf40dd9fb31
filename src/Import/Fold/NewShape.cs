namespace Fusion.Import.Fold;

/// <summary>The dimensions that a Reshape asks for.</summary>
internal static class NewShape
{
    /// <exception cref="ImportException">They hold another number of elements.</exception>
    public static int[] Read(NodeContext context, int[] old)
    {
        long[] given = context.Node.Attributes.GetValueOrDefault("shape")?.Integers is { } numbers ? [.. numbers]
            : context.Has(1) ? context.Constant(1).Integers : throw new ImportException("it has no shape");
        int[] wanted = [.. given.Select(NodeContext.Size)];
        bool zeroIsZero = context.Int("allowzero", 0) != 0;
        int[] result = [.. wanted.Select((size, i) => size == 0 && !zeroIsZero && i < old.Length ? old[i] : size)];
        long elements = old.Aggregate(1L, (product, size) => product * size);
        long known = result.Where(size => size != -1).Aggregate(1L, (product, size) => checked(product * size));
        if (result.Count(size => size == -1) > 1 || result.Any(size => size < -1)
            || (result.Contains(-1) ? known == 0 || elements % known != 0 : known != elements))
        {
            throw new ImportException(
                $"{ConstantTensor.Text(old)} can't be reshaped to {ConstantTensor.Text(wanted)}, which holds another number of elements");
        }

        return [.. result.Select(size => size == -1 ? (int)(elements / known) : size)];
    }
}
