namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>A value as matrices of one size: rows of positions, or shares of the channels side by side.</summary>
/// <param name="View">Where it lies.</param>
/// <param name="Heads">How many matrices share a position's channels; 0 where each row of positions is a matrix.</param>
public sealed record Matrices(View View, int Heads = 0)
{
    public int Count => Heads == 0 ? View.Rows : Heads;

    public int Rows => Heads == 0 ? View.Width : View.Pixels;

    public int Columns => Heads == 0 ? View.Channels : View.Channels / Heads;

    /// <summary>Floats from one row to the next.</summary>
    public int RowStep => View.PixelStride;
}

/// <summary>How the rows of a product are cut into work items: blocks, of which the last may have fewer.</summary>
public sealed record RowBlocks(int Rows, int PerBlock)
{
    public int Count => (Rows + PerBlock - 1) / PerBlock;

    public int Last => Rows - (Count - 1) * PerBlock;

    /// <summary>The fewest blocks of at most so many rows, of nearly one size.</summary>
    public static RowBlocks Near(int rows, int most)
    {
        int count = (rows + most - 1) / most;
        return new RowBlocks(rows, (rows + count - 1) / count);
    }
}
