namespace Fusion.Compiler.Lower;

/// <summary>Which operation an operator between tensors, or between a tensor and a number, stands for.</summary>
/// <param name="Function">The operation's name.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Inputs">The tensors.</param>
internal sealed record TensorArithmetic(
    string Function, IReadOnlyList<KeyValuePair<string, object>> Arguments, IReadOnlyList<int> Inputs)
{
    /// <returns>Null where the operator is not between such operands.</returns>
    /// <exception cref="DivideByZeroException">A tensor is divided by the number 0.</exception>
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
        "/" => number == 0 ? throw new DivideByZeroException() : Affine(tensor, 1 / number, 0),
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
