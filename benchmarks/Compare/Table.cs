namespace Fusion.Benchmarks;

/// <summary>A table in Markdown that is printed row by row, in columns that also line up as plain text.</summary>
internal sealed class Table
{
    private readonly (string Head, int Width)[] _columns;

    public Table(int nameWidth, params string[] heads)
    {
        _columns = [.. heads.Select((head, i) => (head, i == 0 ? nameWidth : Math.Max(head.Length, 8)))];
        Row([.. _columns.Select(column => column.Head)]);
        Console.WriteLine(
            "| " + string.Join(
                " | ", _columns.Select((column, i) => i == 0 ? new string('-', column.Width) : new string('-', column.Width - 1) + ":"))
                    + " |");
    }

    public void Row(params string[] cells) =>
        Console.WriteLine(
            "| " + string.Join(
                " | ", cells.Select((cell, i) => i == 0 ? cell.PadRight(_columns[0].Width) : cell.PadLeft(_columns[i].Width))) + " |");
}
