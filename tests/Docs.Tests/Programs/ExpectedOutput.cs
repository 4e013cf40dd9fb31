using System.Text.RegularExpressions;

namespace Fusion.Docs.Tests.Programs;

/// <summary>
/// Compares what a program printed with the page: exactly, but <c>…</c> stands for anything within a line, and a line that is nothing but
/// <c>…</c> for any lines.
/// </summary>
internal static class ExpectedOutput
{
    public static bool Fits(string expected, string actual)
    {
        string pattern = string.Concat(Normalize(expected).Split('\n').Select(line =>
            line.Trim() == "…" ? "(?:.*\n)*?" : string.Join(".*", line.Split('…').Select(Regex.Escape)) + "\n"));
        return Regex.IsMatch(Normalize(actual) + "\n", $"^(?:{pattern})\\z");
    }

    private static string Normalize(string text) =>
        string.Join("\n", text.Replace("\r\n", "\n").Split('\n').Select(line => line.TrimEnd())).Trim('\n');
}
