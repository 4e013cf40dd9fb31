namespace Fusion.Import.Writing;

/// <summary>An expression of C#.</summary>
/// <param name="Level">How strongly it binds: 0 as a sum, 1 as a product, 2 as a sign, 3 as a call.</param>
internal readonly record struct Term(string Text, int Level)
{
    /// <summary>In parentheses where it binds less strongly.</summary>
    public string At(int level) => Level >= level ? Text : $"({Text})";
}

/// <summary>Functions and operators as expressions.</summary>
internal static class Terms
{
    public static Term Of(Use use, IReadOnlyList<Term> inputs) => use.Name switch
    {
        "Add" when inputs.Count == 2 => new($"{inputs[0].At(0)} + {inputs[1].At(1)}", 0),
        "Subtract" when inputs.Count == 2 => new($"{inputs[0].At(0)} - {inputs[1].At(1)}", 0),
        "Multiply" when inputs.Count == 2 => new($"{inputs[0].At(1)} * {inputs[1].At(2)}", 1),
        "Divide" when inputs.Count == 2 => new($"{inputs[0].At(1)} / {inputs[1].At(2)}", 1),
        "Negate" => new($"-{inputs[0].At(3)}", 2),
        "Affine" when Number(use, "offset") is null or 0.0 => new($"{Text(use, "scale")} * {inputs[0].At(2)}", 1),
        "Affine" when Number(use, "scale") is 1.0 && Number(use, "offset") is > 0 => new($"{inputs[0].At(0)} + {Text(use, "offset")}", 0),
        "Affine" when Number(use, "scale") is 1.0 && Number(use, "offset") is < 0 and { } offset =>
            new($"{inputs[0].At(0)} - {Literals.Number(-offset)}", 0),
        "Reciprocal" => new($"{(Number(use, "numerator") is null ? "1" : Text(use, "numerator"))} / {inputs[0].At(2)}", 1),
        _ => Call(use, inputs),
    };

    /// <summary>Whether it is written with a sign, and its numbers are parts of an expression.</summary>
    public static bool IsOperator(Use use) => use.Name
        is "Add" or "Subtract" or "Multiply" or "Divide" or "Negate" or "Affine" or "Reciprocal";

    private static Term Call(Use use, IReadOnlyList<Term> inputs)
    {
        IEnumerable<string> arguments = inputs.Select(input => input.Text);
        // A mask stands behind the other arguments of its function.
        if (use.Name == "Attention" && inputs.Count > 3) arguments = arguments.Take(3);
        bool isNamed = false;
        foreach (var (slot, mayBeLeftOut) in Syntax.OfFunction(use))
        {
            isNamed |= mayBeLeftOut;
            string text = Literals.Of(use.Name, slot, isAttribute: false);
            arguments = arguments.Append(isNamed ? $"{char.ToLowerInvariant(slot.Name[0])}{slot.Name[1..]}: {text}" : text);
        }

        if (use.Name == "Attention" && inputs.Count > 3) arguments = arguments.Append("mask: " + inputs[3].Text);
        string part = use.Part is { } index ? $"[{Literals.Number(index)}]" : "";
        return new Term($"{use.Name}({string.Join(", ", arguments)}){part}", 3);
    }

    private static double? Number(Use use, string argument) => use.Argument(argument) switch
    {
        double number => number,
        int number => number,
        _ => null,
    };

    private static string Text(Use use, string argument) => Literals.Number(Number(use, argument)!.Value);
}
