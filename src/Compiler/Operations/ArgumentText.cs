using System.Globalization;

namespace Fusion.Compiler.Operations;

/// <summary>Values of arguments in messages.</summary>
public static class ArgumentText
{
    /// <summary>A value as C# would write it: <c>12.0</c> is no <c>12</c>.</summary>
    public static string Describe(object value) => value switch
    {
        string text => "'" + text + "'",
        bool flag => flag ? "true" : "false",
        double number => Describe(number),
        EquatableArray<double> numbers => "(" + string.Join(", ", numbers.Select(Describe)) + ")",
        EquatableArray<int> sizes => "(" + string.Join(", ", sizes) + ")",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>What is said of a value in the place of a whole number.</summary>
    public static string NotWhole(object value) => value is double
        ? $"{Describe(value)}, a double, but a whole number (int) was expected; compute with whole numbers only, or convert with (int)(…)"
        : $"{Describe(value)}, but a whole number was expected";

    private static string Describe(double number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.All(letter => char.IsDigit(letter) || letter == '-') ? text + ".0" : text;
    }
}
