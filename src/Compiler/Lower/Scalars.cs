using System.Globalization;

namespace Fusion.Compiler.Lower;

/// <summary>Arithmetic on whole numbers, numbers, truth values and texts, with C#'s rules; overflow is an error.</summary>
internal static class Scalars
{
    /// <returns>Null where the operator does not apply to the operands.</returns>
    /// <exception cref="ArithmeticException">The computation overflows or divides by zero.</exception>
    public static object? Binary(string symbol, object left, object right)
    {
        if (left is int a && right is int b) return Whole(symbol, a, b);
        if (Number(left) is { } c && Number(right) is { } d) return Real(symbol, c, d);
        if (symbol == "+" && (left is string || right is string)) return Text(left) + Text(right);
        return symbol switch
        {
            "&" when left is bool p && right is bool q => p & q,
            "|" when left is bool p && right is bool q => p | q,
            "^" when left is bool p && right is bool q => p ^ q,
            "==" when left.GetType() == right.GetType() => left.Equals(right),
            "!=" when left.GetType() == right.GetType() => !left.Equals(right),
            _ => null,
        };
    }

    public static object? Unary(string symbol, object operand) => (symbol, operand) switch
    {
        ("-", int number) => checked(-number),
        ("-", double number) => -number,
        ("+", int or double) => operand,
        ("!", bool flag) => !flag,
        _ => null,
    };

    /// <summary>A function of <c>Math</c>, or a cast; null where it does not apply.</summary>
    public static object? Call(string function, IReadOnlyList<object> arguments) => arguments.Count switch
    {
        1 when arguments[0] is int whole => function switch
        {
            "Math.Abs" => Math.Abs(whole),
            "Math.Ceiling" or "Math.Floor" or "Math.Round" or "(double)" => (double)whole,
            "Math.Sign" => Math.Sign(whole),
            "Math.Truncate" => (double)whole,
            "(int)" => whole,
            _ => OfNumber(function, whole),
        },
        1 when arguments[0] is double number => OfNumber(function, number),
        3 when function == "Math.Clamp" => Clamp(arguments[0], arguments[1], arguments[2]),
        2 when arguments[0] is int a && arguments[1] is int b && function is "Math.Max" or "Math.Min" =>
            function == "Math.Max" ? Math.Max(a, b) : Math.Min(a, b),
        2 when Number(arguments[0]) is { } a && Number(arguments[1]) is { } b => function switch
        {
            "Math.Max" => Math.Max(a, b),
            "Math.Min" => Math.Min(a, b),
            "Math.Pow" => Math.Pow(a, b),
            "Math.Log" => Math.Log(a, b),
            "Math.Atan2" => Math.Atan2(a, b),
            _ => null,
        },
        _ => null,
    };

    private static object? OfNumber(string function, double number) => function switch
    {
        "Math.Abs" => Math.Abs(number),
        "Math.Acos" => Math.Acos(number),
        "Math.Asin" => Math.Asin(number),
        "Math.Atan" => Math.Atan(number),
        "Math.Ceiling" => Math.Ceiling(number),
        "Math.Cos" => Math.Cos(number),
        "Math.Cosh" => Math.Cosh(number),
        "Math.Exp" => Math.Exp(number),
        "Math.Floor" => Math.Floor(number),
        "Math.Log" => Math.Log(number),
        "Math.Log10" => Math.Log10(number),
        "Math.Log2" => Math.Log(number, 2),
        "Math.Round" => Math.Round(number),
        "Math.Sign" => Math.Sign(number),
        "Math.Sin" => Math.Sin(number),
        "Math.Sinh" => Math.Sinh(number),
        "Math.Sqrt" => Math.Sqrt(number),
        "Math.Tan" => Math.Tan(number),
        "Math.Tanh" => Math.Tanh(number),
        "Math.Truncate" => Math.Truncate(number),
        "(double)" => number,
        // As C# rounds numbers of the type float.
        "(float)" => (double)(float)number,
        "(int)" => number is > int.MinValue - 1.0 and < int.MaxValue + 1.0 ? (int)number : throw new OverflowException(),
        _ => null,
    };

    private static object? Clamp(object value, object least, object most) => (value, least, most) switch
    {
        (int a, int b, int c) when b <= c => Math.Min(Math.Max(a, b), c),
        _ when Number(value) is { } a && Number(least) is { } b && Number(most) is { } c && b <= c => Math.Min(Math.Max(a, b), c),
        _ => null,
    };

    public static double? Number(object value) => value switch { int whole => whole, double number => number, _ => null };

    public static string Text(object value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>A value in a message.</summary>
    public static string Describe(object value) => value switch
    {
        TensorValue => "a tensor",
        Several => "several values",
        LayerValue layer => $"the layer '{layer.Layer.Name}'",
        _ => ArgumentText.Describe(value),
    };

    private static object? Whole(string symbol, int left, int right) => symbol switch
    {
        "+" => checked(left + right),
        "-" => checked(left - right),
        "*" => checked(left * right),
        "/" => right == -1 ? checked(-left) : left / right,
        "%" => right == -1 ? 0 : left % right,
        "&" => left & right,
        "|" => left | right,
        "^" => left ^ right,
        "<<" => left << right,
        ">>" => left >> right,
        "==" => left == right,
        "!=" => left != right,
        "<" => left < right,
        "<=" => left <= right,
        ">" => left > right,
        ">=" => left >= right,
        _ => null,
    };

    private static object? Real(string symbol, double left, double right) => symbol switch
    {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / right,
        "%" => left % right,
        "==" => left == right,
        "!=" => left != right,
        "<" => left < right,
        "<=" => left <= right,
        ">" => left > right,
        ">=" => left >= right,
        _ => null,
    };
}
