namespace Fusion.Compiler.Schedule;

/// <summary>
/// Gives every workspace buffer a fixed offset, so that buffers that live at the same time do not overlap. Large buffers are placed
/// first, each at the lowest offset that is free during its whole life: a simple order that comes close to the lower bound.
/// </summary>
public static class WorkspacePlanner
{
    /// <summary>Buffers start on cache lines.</summary>
    private const int Alignment = 16;

    /// <summary>Kernels load whole vectors and may read, never use, this many floats past the last value.</summary>
    public const int Slack = 64;

    /// <returns>The workspace in floats, and the least that any placement could reach: the largest sum of what lives at one time.</returns>
    public static (long Floats, long LowerBound) Place(IEnumerable<Buffer> buffers)
    {
        var placed = new List<Buffer>();
        var all = buffers.Where(buffer => buffer.Kind == BufferKind.Workspace && buffer.LastStep >= 0).ToList();
        foreach (Buffer buffer in all.OrderByDescending(Size).ThenBy(buffer => buffer.FirstStep).ThenBy(buffer => buffer.Name, StringComparer.Ordinal))
        {
            buffer.Offset = 0;
            foreach (Buffer other in placed.Where(other => Overlap(buffer, other)).OrderBy(other => other.Offset))
                if (buffer.Offset + Size(buffer) > other.Offset && other.Offset + Size(other) > buffer.Offset)
                    buffer.Offset = other.Offset + Size(other);
            placed.Add(buffer);
        }
        long floats = all.Count == 0 ? 0 : all.Max(buffer => buffer.Offset + Size(buffer));
        int steps = all.Count == 0 ? 0 : all.Max(buffer => buffer.LastStep) + 1;
        long bound = Enumerable.Range(0, steps)
            .Select(step => all.Where(buffer => buffer.FirstStep <= step && step <= buffer.LastStep).Sum(Size)).DefaultIfEmpty().Max();
        return (floats + Slack, bound + Slack);
    }

    private static bool Overlap(Buffer left, Buffer right) => left.FirstStep <= right.LastStep && right.FirstStep <= left.LastStep;

    private static long Size(Buffer buffer) => (buffer.Floats + Alignment - 1) / Alignment * Alignment;
}
