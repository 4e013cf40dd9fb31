using System.Globalization;

namespace Fusion.Import.Writing;

/// <summary>Values of arguments as C#.</summary>
internal static class Literals
{
    /// <param name="operation">Whose argument it is.</param>
    /// <param name="slot">The argument.</param>
    /// <param name="isAttribute">Whether it stands in an attribute, where several numbers are an expression string.</param>
    public static string Of(string operation, Slot slot, bool isAttribute)
    {
        if (slot.Expression is { } expression) return isAttribute ? Text(expression) : expression;
        return slot.Value switch
        {
            bool flag => flag ? "true" : "false",
            int number => Number(number),
            double number => Number(number),
            EquatableArray<double> list when isAttribute => Text("(" + string.Join(", ", list.Select(Number)) + ")"),
            EquatableArray<int> list when IsList(operation, slot.Name) => string.Join(", ", list.Select(Number)),
            EquatableArray<int> { Count: 1 } list => Number(list[0]),
            EquatableArray<int> list when isAttribute => Text("(" + string.Join(", ", list.Select(Number)) + ")"),
            EquatableArray<int> list => "(" + string.Join(", ", list.Select(Number)) + ")",
            string member when Syntax.Enumeration(operation, slot.Name) is { } type =>
                string.Join(" | ", member.Split(", ").Select(part => $"{type}.{part}")),
            string text => Text(text),
            _ => throw new ArgumentException($"{operation} has an argument {slot.Name} of the type {slot.Value?.GetType()}."),
        };
    }

    /// <summary>A string literal.</summary>
    public static string Text(string text)
    {
        var escaped = new System.Text.StringBuilder("\"");
        foreach (char c in text)
        {
            if (c is '"' or '\\') escaped.Append('\\').Append(c);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029' || char.IsSurrogate(c)) escaped.Append($"\\u{(int)c:x4}");
            else escaped.Append(c);
        }

        return escaped.Append('"').ToString();
    }

    public static string Number(double number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture).Replace("E-0", "E-").Replace('E', 'e');
        // Beyond the range of int, a whole number without a point would be a long.
        return text.Contains('.') || text.Contains('e') || Math.Abs(number) <= int.MaxValue ? text : text + ".0";
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether the numbers stand side by side, as of <c>params</c>.</summary>
    private static bool IsList(string operation, string argument) => operation is "Reshape" or "Transpose" or "Gather" or "Parameter"
        && argument is "dimensions" or "axes" or "indices";
}
