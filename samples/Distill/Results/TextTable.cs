namespace Fusion.Samples.Distill.Results;

/// <summary>A table in Markdown whose columns are aligned as text, too: the first to the left, numbers to the right.</summary>
internal static class TextTable
{
    public static string Of(string[] header, IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. header.Select((cell, column) => Math.Max(cell.Length, rows.Max(row => row[column].Length)))];
        var rule = widths.Select((width, column) => column == 0 ? new string('-', width) : new string('-', width - 1) + ":");
        return string.Join('\n', rows.Select(Line).Prepend($"| {string.Join(" | ", rule)} |").Prepend(Line(header)));

        string Line(string[] cells) =>
            $"| {string.Join(" | ", cells.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))} |";
    }
}
