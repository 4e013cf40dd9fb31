using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>Gives a block's parameters their values: arguments by position or name, else the default.</summary>
internal static class BlockBinding
{
    private static readonly HashSet<string> Properties = ["Name", "When", "Repeat"];

    public static Dictionary<string, object> Bind(Evaluator evaluator, LayerStep step, BlockSpec block)
    {
        Frame scope = step.Scope;
        var values = new Dictionary<string, object>();
        int position = 0;
        foreach (Argument argument in step.Operation.Arguments)
        {
            if (Properties.Contains(argument.Name)) continue;
            if (argument.Name.Length == 0 && position >= block.Parameters.Count)
            {
                throw scope.Error(
                    argument.Value.Id, DiagnosticIds.BlockArguments,
                    $"The block '{block.ShortName}' takes {Count(block.Parameters.Count)}, but this is number {position + 1}; " +
                    $"{Signature(block)}");
            }

            BlockParameter parameter = argument.Name.Length == 0
                ? block.Parameters[position++]
                : block.Parameters.FirstOrDefault(candidate => candidate.Name == argument.Name)
                    ?? throw scope.Error(
                        argument.Value.Id, DiagnosticIds.BlockArguments,
                        $"The block '{block.ShortName}' has no parameter '{argument.Name}'; {Signature(block)}");
            if (values.ContainsKey(parameter.Name))
            {
                throw scope.Error(argument.Value.Id, DiagnosticIds.BlockArguments,
                    $"The parameter '{parameter.Name}' of the block '{block.ShortName}' is given twice; give it once");
            }

            object value = evaluator.Evaluate(scope, argument.Value);
            values[parameter.Name] = Convert(parameter, value)
                ?? throw scope.Error(
                    argument.Value.Id, DiagnosticIds.BlockArguments,
                    $"The parameter '{parameter.Name}' of the block '{block.ShortName}' is {Scalars.Describe(value)}, but " +
                    $"{Expected(parameter)} was expected");
        }

        foreach (BlockParameter parameter in block.Parameters)
        {
            if (values.ContainsKey(parameter.Name)) continue;
            values[parameter.Name] = parameter.Default is Literal literal && Convert(parameter, literal.Value) is { } value
                ? value
                : throw scope.Error(
                    step.Operation.Id, DiagnosticIds.BlockArguments,
                    $"The block '{block.ShortName}' is applied without a value for its parameter '{parameter.Name}'; {Signature(block)}");
        }

        return values;
    }

    private static object? Convert(BlockParameter parameter, object value) => (parameter.Type, value) switch
    {
        ("int", int) or ("double", double) or ("bool", bool) or ("string", string) => value,
        ("double", int whole) => (double)whole,
        ("Activation", string name) => ActivationTable.Names.Contains(name) ? value : null,
        ("int" or "double" or "bool" or "string", _) => null,
        (_, string) => value,
        _ => null,
    };

    private static string Expected(BlockParameter parameter) => parameter.Type switch
    {
        "int" => "a whole number",
        "double" => "a number",
        "bool" => "true or false",
        "string" => "a text",
        _ => "a member of " + parameter.Type,
    };

    private static string Count(int parameters) =>
        parameters switch { 0 => "no arguments", 1 => "one argument", _ => parameters + " arguments" };

    private static string Signature(BlockSpec block) =>
        block.Parameters.Count == 0
            ? $"write [Block<{block.ShortName}>]"
            : $"its parameters are {string.Join(", ", block.Parameters.Select(parameter => $"{parameter.Type} {parameter.Name}"))}";
}
