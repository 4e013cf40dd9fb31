namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>
/// How the positions of a value are cut into chunks, whose sums are taken one by one and then added in order: channels alone are too few
/// for threads to share. The same for every instruction set, because the order is part of the result. A chunk is a few rows, or a part of
/// a long one.
/// </summary>
public sealed record PositionChunks(int Rows, int Width, int ChunkRows, int ChunkColumns)
{
    /// <summary>Floats of a chunk that stay in the second-level cache, where a second look at them is cheap.</summary>
    private const int Floats = 64 * 1024;

    private const int LeastPositions = 32;

    private const int MostPositions = 1024;

    /// <summary>Chunks that a row is cut into.</summary>
    public int PerRow => Quotient(Width, ChunkColumns);

    public int Count => Quotient(Rows, ChunkRows) * PerRow;

    /// <summary>What a kernel that takes their sums says of itself.</summary>
    public string Title => Count == 1 ? "the sums" : $"the sums of {Count} chunks";

    public static PositionChunks Of(View value)
    {
        int positions = Math.Max(LeastPositions, Math.Min(MostPositions, Floats / value.Channels));
        return value.Width > positions
            ? new PositionChunks(value.Rows, value.Width, 1, Quotient(value.Width, Quotient(value.Width, positions)))
            : new PositionChunks(value.Rows, value.Width, Math.Min(value.Rows, positions / value.Width), value.Width);
    }

    private static int Quotient(int value, int divisor) => (value + divisor - 1) / divisor;
}
