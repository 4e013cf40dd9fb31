using Microsoft.CodeAnalysis.CSharp;

namespace Fusion.Tool.Shell;

/// <summary>
/// Names from a file, which may hold anything, as they can stand in C#: whatever they say, they are never more than a text or a part of a
/// comment.
/// </summary>
internal static class SafeText
{
    /// <summary>A string literal with its quotes.</summary>
    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>A piece of a comment, which no line end ends; also for what is printed, where control characters would command the
    /// terminal.</summary>
    public static string OneLine(string text) => text.Any(IsUnsafe)
        ? string.Concat(text.Select(character => IsUnsafe(character) ? $"\\u{(int)character:x4}" : character.ToString())) : text;

    /// <summary>Several lines, without anything else that would command a terminal.</summary>
    public static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => OneLine(line.TrimEnd('\r'))));

    private static bool IsUnsafe(char character) => char.IsControl(character) || character is '\u2028' or '\u2029'
        || char.GetUnicodeCategory(character) is System.Globalization.UnicodeCategory.Format;
}
