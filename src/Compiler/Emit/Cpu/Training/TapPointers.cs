namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// How a tile that covers several taps of a kernel reaches what they read of x: a pointer for each row of taps, and distances for the
/// columns. They are parameters, so that layers of different size share a tile.
/// </summary>
/// <param name="rows">Rows of taps in the tile.</param>
/// <param name="columns">Columns of taps in the tile.</param>
public sealed class TapPointers(int rows, int columns)
{
    /// <summary>General registers that a tile has for them.</summary>
    public const int Most = 8;

    /// <summary>What moves on from position to position.</summary>
    public string[] Pointers { get; } = [.. Enumerable.Range(0, rows).Select(row => row == 0 ? "x" : $"x{row}")];

    public IEnumerable<string> Parameters
    {
        get
        {
            if (rows > 1) yield return "nint tapRow";
            if (columns > 1) yield return "nint tapColumn";
        }
    }

    /// <param name="row">Floats of x from one row of taps to the next.</param>
    /// <param name="column">Likewise for columns.</param>
    public IEnumerable<string> Arguments(long row, long column)
    {
        if (rows > 1) yield return "tapRow: " + KernelText.Native(row);
        if (columns > 1) yield return "tapColumn: " + KernelText.Native(column);
    }

    public void Declare(CodeWriter writer)
    {
        for (int row = 1; row < rows; row++) writer.Line($"float* x{row} = {Pointers[row - 1]} + tapRow;");
        for (int column = 2; column < columns; column++) writer.Line($"nint tapColumn{column} = {column} * tapColumn;");
    }

    /// <summary>The address of what a tap reads.</summary>
    public string At(int row, int column, int channel = 0) =>
        Pointers[row] + column switch { 0 => "", 1 => " + tapColumn", _ => $" + tapColumn{column}" } + KernelText.Offset(channel);
}
