using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>Gives a block's parameters their values: arguments by position or name, else the default.</summary>
internal static class BlockBinding
{
    private static readonly HashSet<string> Properties = ["Name", "When", "Repeat"];

    /// <returns>A value for every parameter, unknown where the argument is wrong.</returns>
    public static Dictionary<string, object> Bind(Evaluator evaluator, LoweringErrors errors, LayerStep step, BlockSpec block)
    {
        Frame scope = step.Scope;
        var values = new Dictionary<string, object>();
        int position = 0;
        string named = "";
        bool hasUnknownName = false;
        foreach (Argument argument in step.Operation.Arguments)
        {
            if (Properties.Contains(argument.Name)) continue;
            object value = evaluator.Evaluate(scope, argument.Value);
            BlockParameter? parameter = argument.Name.Length == 0
                ? block.Parameters.ElementAtOrDefault(position++)
                : block.Parameters.FirstOrDefault(candidate => candidate.Name == argument.Name);
            string? mistake =
                argument.Name.Length == 0 && named.Length > 0
                    ? $"This argument of the block '{block.ShortName}' has no name, but follows '{named}'; name it too, or give it before; "
                        + Signature(block)
                : parameter is null && argument.Name.Length == 0
                    ? $"The block '{block.ShortName}' takes {Count(block.Parameters.Count)}, but this is number {position}; "
                        + $"{Signature(block)}"
                : parameter is null ? $"The block '{block.ShortName}' has no parameter '{argument.Name}'; {Signature(block)}"
                : values.ContainsKey(parameter.Name)
                    ? $"The parameter '{parameter.Name}' of the block '{block.ShortName}' is given twice; give it once"
                : Convert(parameter, value) is null
                    ? $"The parameter '{parameter.Name}' of the block '{block.ShortName}' is {Expected(parameter, value)}"
                : null;
            if (argument.Name.Length > 0) named = argument.Name;
            if (mistake is not null) errors.Add(scope.Error(argument.Value.Id, DiagnosticIds.BlockArguments, mistake));
            hasUnknownName |= parameter is null && argument.Name.Length > 0;
            if (parameter is not null) values[parameter.Name] = mistake is null ? Convert(parameter, value)! : UnknownValue.Instance;
        }

        foreach (BlockParameter parameter in block.Parameters)
        {
            if (values.ContainsKey(parameter.Name)) continue;
            object? value = parameter.Default is Literal literal ? Convert(parameter, literal.Value) : null;
            values[parameter.Name] = value
                // A wrong name may stand for this one.
                ?? (parameter.Type.Length == 0 || hasUnknownName ? UnknownValue.Instance : errors.Add(scope.Error(
                    step.Operation.Id, DiagnosticIds.BlockArguments,
                    $"The block '{block.ShortName}' is applied without a value for its parameter '{parameter.Name}'; {Signature(block)}")));
        }

        return values;
    }

    private static object? Convert(BlockParameter parameter, object value) => (parameter.Type, value) switch
    {
        ("", _) or (_, UnknownValue) => UnknownValue.Instance,
        ("int", int) or ("double", double) or ("bool", bool) or ("string", string) => value,
        ("double", int whole) => (double)whole,
        ("Activation", string name) => ActivationTable.Names.Contains(name) ? value : null,
        ("int" or "double" or "bool" or "string", _) => null,
        (_, string) => value,
        _ => null,
    };

    private static string Expected(BlockParameter parameter, object value) => parameter.Type switch
    {
        "int" => ArgumentText.NotWhole(value),
        "double" => $"{Scalars.Describe(value)}, but a number was expected",
        "bool" => $"{Scalars.Describe(value)}, but true or false was expected",
        "string" => $"{Scalars.Describe(value)}, but a text was expected",
        _ => $"{Scalars.Describe(value)}, but a member of {parameter.Type} was expected",
    };

    private static string Count(int parameters) =>
        parameters switch { 0 => "no arguments", 1 => "one argument", _ => parameters + " arguments" };

    private static string Signature(BlockSpec block) =>
        block.Parameters.Count == 0
            ? $"write [Block<{block.ShortName}>]"
            : $"its parameters are {string.Join(", ", block.Parameters.Select(Declared))}";

    /// <summary>A parameter whose type is no type of the language, and reported, has a name only.</summary>
    private static string Declared(BlockParameter parameter) =>
        parameter.Type.Length == 0 ? parameter.Name : $"{parameter.Type} {parameter.Name}";
}
