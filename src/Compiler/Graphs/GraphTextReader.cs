using System.Globalization;
using System.Text;

namespace Fusion.Compiler.Graphs;

/// <summary>Takes one line of graph text apart.</summary>
internal sealed class GraphTextReader(string line)
{
    private int _position;

    public bool IsAtEnd
    {
        get
        {
            SkipSpaces();
            return _position == line.Length;
        }
    }

    public bool IsReference
    {
        get
        {
            SkipSpaces();
            return _position < line.Length && line[_position] == '%';
        }
    }

    /// <summary>Whether the text may stand without quotes: it can be taken neither for a number nor for a truth value.</summary>
    public static bool IsPlain(string text) =>
        text.Length > 0 && (char.IsLetter(text[0]) || text[0] == '_') && text.All(IsWordCharacter) && text is not ("true" or "false");

    public bool TryTake(string token)
    {
        SkipSpaces();
        if (string.CompareOrdinal(line, _position, token, 0, token.Length) != 0) return false;
        _position += token.Length;
        return true;
    }

    public void Expect(string token)
    {
        if (!TryTake(token)) throw new FormatException($"'{token}' was expected at column {_position + 1}.");
    }

    public void ExpectEnd()
    {
        if (!IsAtEnd) throw new FormatException($"the line should end at column {_position + 1}.");
    }

    public int Reference()
    {
        Expect("%");
        int id = ToInt(Characters());
        return id >= 0 ? id : throw new FormatException($"%{id} is negative.");
    }

    public string Word()
    {
        SkipSpaces();
        return TryTake("\"") ? Quoted() : Characters();
    }

    public EquatableArray<int> Numbers()
    {
        Expect("(");
        var numbers = new List<int>();
        while (!TryTake(")"))
        {
            SkipSpaces();
            numbers.Add(ToInt(Characters()));
            TryTake(",");
        }

        return numbers.ToEquatableArray();
    }

    /// <summary>A number, truth value, text, or numbers in parentheses.</summary>
    public object Value()
    {
        SkipSpaces();
        if (_position < line.Length && line[_position] == '(') return WholeOrNot();
        if (TryTake("\"")) return Quoted();
        string text = Characters();
        if (text == "true") return true;
        if (text == "false") return false;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int whole)) return whole;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && !char.IsLetter(text[0]))
            return number;
        return text;
    }

    private object WholeOrNot()
    {
        int first = _position;
        try
        {
            return Numbers();
        }
        catch (FormatException)
        {
            _position = first;
            return Fractions();
        }
    }

    /// <summary>Numbers of which not all are whole.</summary>
    private EquatableArray<double> Fractions()
    {
        Expect("(");
        var numbers = new List<double>();
        while (!TryTake(")"))
        {
            SkipSpaces();
            string text = Characters();
            numbers.Add(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
                : throw new FormatException($"'{text}' is not a number."));
            TryTake(",");
        }

        return numbers.ToEquatableArray();
    }

    private static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) || c is '_' or '.' or '-' or '+' or '/';

    private static int ToInt(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new FormatException($"'{text}' is not a whole number.");

    private void SkipSpaces()
    {
        while (_position < line.Length && line[_position] == ' ') _position++;
    }

    private string Characters()
    {
        int first = _position;
        while (_position < line.Length && IsWordCharacter(line[_position])) _position++;
        return _position > first
            ? line.Substring(first, _position - first)
            : throw new FormatException($"a word or number was expected at column {first + 1}.");
    }

    private string Quoted()
    {
        var text = new StringBuilder();
        while (_position < line.Length && line[_position] != '"')
        {
            char c = line[_position++];
            if (c == '\\' && _position < line.Length)
            {
                c = line[_position++] switch { 'n' => '\n', 'r' => '\r', var other => other };
            }

            text.Append(c);
        }

        if (!TryTake("\"")) throw new FormatException("a quotation mark is not closed.");
        return text.ToString();
    }
}
