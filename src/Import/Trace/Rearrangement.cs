namespace Fusion.Import.Trace;

/// <summary>Orders of factors that have a name: channel shuffle, and blocks of positions as channels or back.</summary>
internal static class Rearrangement
{
    /// <returns>The operations, one after the other, on the node as it is; null where the order has no name.</returns>
    public static IReadOnlyList<Operation>? Find(Shape shape, Factor[] current, Factor[] wanted)
    {
        int channels = Last(shape.Channels, current);
        if (channels < 0) return null;
        Factor[] positions = current[..channels], own = current[channels..];
        return Shuffle(positions, own, wanted) ?? ToSpace(shape, positions, own, wanted) ?? ToDepth(shape, current, own, wanted);
    }

    /// <summary>(…, a b) to (…, b a).</summary>
    private static List<Operation>? Shuffle(Factor[] positions, Factor[] own, Factor[] wanted)
    {
        if (!wanted.Take(positions.Length).SequenceEqual(positions)) return null;
        Factor[] order = wanted[positions.Length..];
        for (int first = 1; first < own.Length; first++)
        {
            if (own[first..].Concat(own[..first]).SequenceEqual(order))
                return [new ChannelShuffle(own.Take(first).Aggregate(1, (product, factor) => product * factor.Size))];
        }

        return null;
    }

    /// <summary>(H, W, c r r) or (H, W, r r c) to (H r, W r, c).</summary>
    private static List<Operation>? ToSpace(Shape shape, Factor[] positions, Factor[] own, Factor[] wanted)
    {
        if (shape.Rank != 3 || own.Length < 2) return null;
        int height = Last(shape.Width, positions);
        if (height < 0) return null;
        Factor[] rows = positions[..height], columns = positions[height..];
        // Heads of attention beside positions in a row would look the same.
        if (rows.Length == 0 || columns.Length == 0) return null;
        // PyTorch's order has the block last, ONNX's own has it first.
        Factor[] shuffled = [.. rows, own[^2], .. columns, own[^1], .. own[..^2]];
        Factor[] plain = [.. rows, own[0], .. columns, own[1], .. own[2..]];
        // Of one channel they are the same, and the first has a name in the language.
        int parts = own[^1].Size * own[^2].Size;
        if (wanted.SequenceEqual(shuffled) && own[^2].Size == own[^1].Size)
            return [new ChannelShuffle(shape.Channels / parts), new DepthToSpace([own[^2].Size, own[^1].Size])];
        return wanted.SequenceEqual(plain) && own[0].Size == own[1].Size ? [new DepthToSpace([own[0].Size, own[1].Size])] : null;
    }

    /// <summary>(H r, W r, c) to (H, W, r r c) or (H, W, c r r).</summary>
    private static List<Operation>? ToDepth(Shape shape, Factor[] current, Factor[] own, Factor[] wanted)
    {
        if (shape.Rank != 3) return null;
        Factor[] positions = current[..^own.Length];
        int height = Last(shape.Width, positions);
        if (height < 2 || positions.Length - height < 2) return null;
        Factor[] rows = positions[..height], columns = positions[height..];
        Factor[] coarse = [.. rows[..^1], .. columns[..^1]], block = [rows[^1], columns[^1]];
        if (block[0].Size != block[1].Size) return null;
        EquatableArray<int> sizes = [block[0].Size, block[1].Size];
        if (wanted.SequenceEqual([.. coarse, .. block, .. own])) return [new SpaceToDepth(sizes)];
        if (!wanted.SequenceEqual([.. coarse, .. own, .. block])) return null;
        return [new SpaceToDepth(sizes), new ChannelShuffle(block[0].Size * block[1].Size)];
    }

    /// <summary>Where the last factors begin whose product is a size; −1 where none is.</summary>
    private static int Last(int size, Factor[] factors)
    {
        int from = factors.Length;
        while (size > 1 && from > 0 && size % factors[from - 1].Size == 0) size /= factors[--from].Size;
        return size == 1 ? from : -1;
    }
}
