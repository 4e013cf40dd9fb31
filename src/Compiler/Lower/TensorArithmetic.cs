namespace Fusion.Compiler.Lower;

/// <summary>Which operation an operator between tensors, or between a tensor and a number, stands for.</summary>
/// <param name="Function">The operation's name.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Inputs">The tensors.</param>
internal sealed record TensorArithmetic(
    string Function, IReadOnlyList<KeyValuePair<string, object>> Arguments, IReadOnlyList<int> Inputs)
{
    /// <summary>What is wrong with the number that stands beside a tensor; null where nothing is.</summary>
    public static string? MistakeIn(string symbol, object left, object right)
    {
        if ((left is TensorValue) == (right is TensorValue)) return null;
        if (Scalars.Number(left is TensorValue ? right : left) is not { } number) return null;
        if (symbol == "/" && number == 0 && left is TensorValue)
            return "The tensor is divided by 0, after which no number is left of it; divide by another number";
        float single = (float)number;
        if (!float.IsNaN(single) && !float.IsInfinity(single)) return null;
        return $"The number beside the tensor is {ArgumentText.Describe(number)}, but a finite number, as a float holds it, was expected; "
            + "use one of at most 3.4e38";
    }

    /// <returns>Null where the operator is not between such operands.</returns>
    public static TensorArithmetic? Of(string symbol, object left, object right) => (left, right) switch
    {
        (TensorValue a, TensorValue b) => Both(symbol, a.Node, b.Node),
        (TensorValue a, int or double) => OnNumber(symbol, a.Node, Scalars.Number(right)!.Value),
        (int or double, TensorValue b) => NumberOn(symbol, Scalars.Number(left)!.Value, b.Node),
        _ => null,
    };

    /// <summary>The same for an operator in front of a tensor.</summary>
    public static TensorArithmetic? Of(string symbol, object operand) =>
        symbol == "-" && operand is TensorValue tensor ? Affine(tensor.Node, -1, 0) : null;

    private static TensorArithmetic? Both(string symbol, int left, int right)
    {
        string? function = symbol switch { "+" => "Add", "-" => "Subtract", "*" => "Multiply", "/" => "Divide", _ => null };
        return function is null ? null : new TensorArithmetic(function, [], [left, right]);
    }

    private static TensorArithmetic? OnNumber(string symbol, int tensor, double number) => symbol switch
    {
        "+" => Affine(tensor, 1, number),
        "-" => Affine(tensor, 1, -number),
        "*" => Affine(tensor, number, 0),
        "/" => Affine(tensor, 1 / number, 0),
        _ => null,
    };

    private static TensorArithmetic? NumberOn(string symbol, double number, int tensor) => symbol switch
    {
        "+" => Affine(tensor, 1, number),
        "-" => Affine(tensor, -1, number),
        "*" => Affine(tensor, number, 0),
        "/" => new TensorArithmetic("Reciprocal", [new("numerator", number)], [tensor]),
        _ => null,
    };

    private static TensorArithmetic Affine(int tensor, double scale, double offset) =>
        new("Affine", [new("scale", scale), new("offset", offset)], [tensor]);
}
