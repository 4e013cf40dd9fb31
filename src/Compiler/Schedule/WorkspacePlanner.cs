namespace Fusion.Compiler.Schedule;

/// <summary>
/// Gives every workspace buffer a fixed offset, so that buffers that live at the same time do not overlap. Each is placed at the lowest
/// offset that is free during its whole life, which also brings memory back soon, while the cache still has it. The order decides how
/// close that comes to the lower bound: large buffers first does so nearly always, other orders are tried where it does not.
/// </summary>
public static class WorkspacePlanner
{
    /// <summary>Buffers start on cache lines.</summary>
    private const int Alignment = 16;

    /// <summary>Kernels load whole vectors and may read, never use, this many floats past the last value.</summary>
    public const int Slack = 64;

    /// <summary>Attempts to repair an order by placing earlier what came to lie on top.</summary>
    private const int Repairs = 30;

    /// <returns>The workspace in floats, and the least that any placement could reach: the largest sum of what lives at one time.</returns>
    public static (long Floats, long LowerBound) Place(IEnumerable<Buffer> buffers)
    {
        // By life and name, so that every order below is one order, whatever it compares.
        var blocks = buffers.Where(buffer => buffer.Kind == BufferKind.Workspace && buffer.LastStep >= 0)
            .OrderBy(buffer => buffer.FirstStep).ThenBy(buffer => buffer.LastStep).ThenBy(buffer => buffer.Name, StringComparer.Ordinal)
            .Select(buffer => new Block(buffer)).ToList();
        if (blocks.Count == 0) return (Slack, Slack);
        long bound = blocks.Max(block => LiveAt(blocks, block.Buffer.FirstStep));
        long best = long.MaxValue;
        foreach (List<Block> order in Orders(blocks))
        {
            for (int repair = 0; repair <= Repairs && best > bound; repair++)
            {
                Block top = PlaceInOrder(order);
                if (top.End < best)
                {
                    best = top.End;
                    foreach (Block block in blocks) block.Buffer.Offset = block.Offset;
                }
                order.Remove(top);
                order.Insert(0, top);
            }
        }
        return (best + Slack, bound + Slack);
    }

    private static IEnumerable<List<Block>> Orders(List<Block> blocks)
    {
        yield return [.. blocks.OrderByDescending(block => block.Size)];
        yield return [.. blocks.OrderByDescending(block => block.Size * block.Life)];
        yield return [.. blocks.OrderByDescending(block => block.Life).ThenByDescending(block => block.Size)];
        // What is in the way when memory is scarcest.
        long[] live = [.. Enumerable.Range(0, blocks.Max(block => block.Buffer.LastStep) + 1).Select(step => LiveAt(blocks, step))];
        yield return [.. blocks.OrderByDescending(block => live.Skip(block.Buffer.FirstStep).Take(block.Life).Max())
            .ThenByDescending(block => block.Size)];
        yield return [.. blocks];
    }

    /// <summary>Returns the block that ends last.</summary>
    private static Block PlaceInOrder(List<Block> order)
    {
        // Sorted by offset: what a block must go around is met from below.
        var placed = new List<Block>(order.Count);
        Block top = order[0];
        foreach (Block block in order)
        {
            block.Offset = 0;
            foreach (Block other in placed)
                if (block.Offset < other.End && other.Offset < block.End && Overlap(block.Buffer, other.Buffer)) block.Offset = other.End;
            int index = placed.FindIndex(other => other.Offset > block.Offset);
            placed.Insert(index < 0 ? placed.Count : index, block);
            if (block.End > top.End) top = block;
        }
        return top;
    }

    private static long LiveAt(List<Block> blocks, int step) =>
        blocks.Where(block => block.Buffer.FirstStep <= step && step <= block.Buffer.LastStep).Sum(block => block.Size);

    private static bool Overlap(Buffer left, Buffer right) => left.FirstStep <= right.LastStep && right.FirstStep <= left.LastStep;

    private sealed class Block(Buffer buffer)
    {
        public Buffer Buffer { get; } = buffer;

        public long Size { get; } = (buffer.Floats + Alignment - 1) / Alignment * Alignment;

        public int Life => Buffer.LastStep - Buffer.FirstStep + 1;

        public long Offset { get; set; }

        public long End => Offset + Size;
    }
}
