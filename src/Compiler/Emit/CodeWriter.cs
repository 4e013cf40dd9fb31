using System.Globalization;
using System.Text;

namespace Fusion.Compiler.Emit;

/// <summary>Writes indented text with a hard line feed, whatever the machine.</summary>
public sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _indent;

    public CodeWriter(int indent = 0) => _indent = indent;

    /// <summary>One line; an empty one without trailing blanks.</summary>
    public void Line(string text = "")
    {
        if (text.Length > 0) _text.Append(' ', _indent * 4).Append(text);
        _text.Append('\n');
    }

    /// <summary>A heading, an opening brace and everything until the matching <see cref="Close"/> indented.</summary>
    public void Open(string heading)
    {
        if (heading.Length > 0) Line(heading);
        Line("{");
        _indent++;
    }

    public void Close(string after = "")
    {
        _indent--;
        Line("}" + after);
    }

    public void Comment(string text) => Line("// " + Escape.Comment(text));

    /// <summary>A documentation comment of one line.</summary>
    public void Summary(string text) => Line($"/// <summary>{Escape.Documentation(text)}</summary>");

    /// <summary>Text that was written elsewhere, indented line by line.</summary>
    public void Lines(string text)
    {
        int length = text.Length;
        while (length > 0 && text[length - 1] == '\n') length--;
        for (int start = 0, end; start <= length; start = end + 1)
        {
            end = text.IndexOf('\n', start, length - start);
            if (end < 0) end = length;
            if (end > start) _text.Append(' ', _indent * 4).Append(text, start, end - start);
            _text.Append('\n');
        }
    }

    /// <summary>A long string, one line of the text per line.</summary>
    public void Text(string declaration, string text)
    {
        string[] lines = text.TrimEnd('\n').Split('\n');
        Line(declaration);
        for (int i = 0; i < lines.Length; i++)
            Line($"    {Escape.Literal(lines[i] + "\n")}{(i == lines.Length - 1 ? ";" : " +")}");
    }

    public override string ToString() => _text.ToString();

    /// <summary>A float constant that reads back to the same bits: <c>0.16666667f</c>.</summary>
    public static string Float(double value)
    {
        float single = (float)value;
        if (float.IsNaN(single)) return "float.NaN";
        if (float.IsInfinity(single)) return single > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity";
        return single.ToString("R", CultureInfo.InvariantCulture) + "f";
    }

    /// <summary>A double constant that reads back to the same bits.</summary>
    public static string Double(double value) => value.ToString("R", CultureInfo.InvariantCulture) + "d";

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
