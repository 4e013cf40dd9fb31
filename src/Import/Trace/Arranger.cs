namespace Fusion.Import.Trace;

/// <summary>Brings values into the order that an operation needs, with as little work as possible: often none.</summary>
/// <param name="batch">The factor of the batch; null for a batch of one.</param>
public sealed class Arranger(GraphBuilder builder, Factor? batch)
{
    private const int MostDimensions = 4;

    public Factor? Batch { get; } = batch;

    /// <summary>Adds what brings a value into the given order.</summary>
    /// <param name="axes">The dimensions wanted, all factors but the batch's among them.</param>
    /// <returns>The node, whose dimensions are the axes.</returns>
    /// <exception cref="ImportException">The batch would be mixed with other dimensions, or there would be too many.</exception>
    public int Arrange(TracedValue value, IReadOnlyList<Extent> axes)
    {
        if (axes.Count is 0) axes = [Extent.One];
        if (axes.Count > MostDimensions)
        {
            throw new ImportException($"a value would have the dimensions ({string.Join(", ", axes.Select(axis => axis.Size))}); "
                + "there can be one to four beside the batch");
        }

        Factor[] wanted = [.. axes.SelectMany(axis => axis.Factors)], current = [.. value.Order];
        if (Batch is not null && wanted.Contains(Batch)) throw new BatchException();
        if (wanted.Length != current.Length || wanted.Except(current).Any())
            throw new InvalidOperationException("The axes have other factors than the value.");
        int node = value.Node;
        if (axes.Count == 1 && IsFlattened(value, wanted)) return builder.Add(new Flatten(), node);
        if (!wanted.SequenceEqual(current)) node = Permute(value, current, wanted);
        return Reshape(node, [.. axes.Select(axis => axis.Size)]);
    }

    /// <summary>A node under other dimensions.</summary>
    public int Reshape(int node, EquatableArray<int> dimensions) =>
        builder[node].Shape.Dimensions == dimensions ? node : builder.Add(new Reshape(dimensions), node);

    /// <summary>A value whose dimensions are those of ONNX's convolutions: [batch, C, positions…] of a node (positions…, C).</summary>
    public TracedValue OfChannelsFirst(int node, int rank)
    {
        Shape shape = builder[node].Shape;
        Extent[] axes = [.. shape.Dimensions.Select(Extent.Of)];
        List<Extent> dims = [BatchExtent, axes[^1], .. axes[..^1]];
        while (dims.Count < rank) dims.Add(Extent.One);
        return new TracedValue(node, axes, dims);
    }

    /// <summary>The first dimension of values that have a batch.</summary>
    public Extent BatchExtent => Batch is null ? Extent.One : new Extent([Batch]);

    /// <summary>The node of a value as convolutions take it: positions first, then channels, which are dimension 1.</summary>
    public int ChannelsLast(TracedValue value) => Arrange(RequireBatch(value), [.. value.Dims.Skip(2), value.Dims[1]]);

    /// <exception cref="ImportException">The first dimension is not the batch.</exception>
    public TracedValue RequireBatch(TracedValue value)
    {
        if (value.Rank < 2)
            throw new ImportException($"the input has {value.Rank} dimensions, but [batch, channels, …] was expected");
        return value.Dims[0].Is(BatchExtent) ? value : throw new BatchException();
    }

    /// <summary>Whether channels come before positions, which stay as they are.</summary>
    private bool IsFlattened(TracedValue value, Factor[] wanted)
    {
        Shape shape = builder[value.Node].Shape;
        return shape.Channels > 1 && shape.Pixels > 1
            && wanted.SequenceEqual([.. value.Axes[^1].Factors, .. value.Axes.SkipLast(1).SelectMany(axis => axis.Factors)]);
    }

    private int Permute(TracedValue value, Factor[] current, Factor[] wanted)
    {
        if (Rearrangement.Find(builder[value.Node].Shape, current, wanted) is { } special)
            return special.Aggregate(value.Node, (node, operation) => builder.Add(operation, node));

        // Blocks of factors that stay together are one dimension. Where there are too many, one block after the other moves to its place.
        int node = value.Node;
        List<Factor> order = [.. current];
        for (int place = 0; place < wanted.Length; place++)
        {
            (int Size, int To)[] blocks = Blocks(order, wanted);
            if (blocks.Length <= MostDimensions)
            {
                if (blocks.Length < 2) return node;
                node = Reshape(node, [.. blocks.Select(block => block.Size)]);
                int[] axes = [.. Enumerable.Range(0, blocks.Length).OrderBy(block => blocks[block].To)];
                return builder.Add(new Transpose([.. axes]), node);
            }

            int from = order.IndexOf(wanted[place]);
            if (from == place) continue;
            int length = 1;
            while (from + length < order.Count && place + length < wanted.Length && order[from + length] == wanted[place + length])
                length++;
            int before = Product(order.Take(place)), skipped = Product(order.Skip(place).Take(from - place));
            int moved = Product(order.Skip(from).Take(length)), after = Product(order.Skip(from + length));
            node = Reshape(node, [before, skipped, moved, after]);
            node = builder.Add(new Transpose([0, 2, 1, 3]), node);
            List<Factor> block = order.GetRange(from, length);
            order.RemoveRange(from, length);
            order.InsertRange(place, block);
        }

        return node;
    }

    private static int Product(IEnumerable<Factor> factors) => factors.Aggregate(1, (product, factor) => checked(product * factor.Size));

    /// <summary>Runs of factors that follow each other in both orders: size and place in the wanted one.</summary>
    private static (int Size, int To)[] Blocks(List<Factor> order, Factor[] wanted)
    {
        var blocks = new List<(int Size, int To)>();
        for (int i = 0; i < order.Count; i++)
        {
            int to = Array.IndexOf(wanted, order[i]);
            if (i > 0 && to > 0 && wanted[to - 1] == order[i - 1]) blocks[^1] = (checked(blocks[^1].Size * order[i].Size), blocks[^1].To);
            else blocks.Add((order[i].Size, to));
        }

        return [.. blocks];
    }
}

/// <summary>An operation works across the batch, so that samples are not independent of each other.</summary>
public sealed class BatchException() : ImportException("the operation works across the first dimension, which is the batch");
