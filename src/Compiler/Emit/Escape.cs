using System.Globalization;
using System.Text;

namespace Fusion.Compiler.Emit;

/// <summary>
/// Puts a user's words into generated text: names, and strings that may hold anything. Whatever could end a line or a literal, or show the
/// text other than it is, appears as <c>\u2028</c>.
/// </summary>
public static class Escape
{
    /// <summary>A name as C# reads it anywhere. Keywords, also those of later versions, are lower-case ASCII, so each such name gets an
    /// <c>@</c>.</summary>
    public static string Identifier(string name) => name.All(static c => c is (>= 'a' and <= 'z') or '_') ? "@" + name : name;

    /// <summary>A string literal.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder(text.Length + 8).Append('"');
        foreach (char c in text)
        {
            if (c is '"' or '\\') literal.Append('\\').Append(c);
            else if (c == '\n') literal.Append("\\n");
            else Append(literal, c);
        }

        return literal.Append('"').ToString();
    }

    /// <summary>Text of a comment, in one line.</summary>
    public static string Comment(string text)
    {
        var comment = new StringBuilder(text.Length);
        foreach (char c in text) Append(comment, c);
        return comment.ToString();
    }

    /// <summary>Text of a documentation comment, in one line.</summary>
    public static string Documentation(string text) => Comment(text).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    private static void Append(StringBuilder text, char c)
    {
        if (IsPlain(c)) text.Append(c);
        else text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
    }

    private static bool IsPlain(char c) => (c is >= ' ' and <= '~') || CharUnicodeInfo.GetUnicodeCategory(c) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
