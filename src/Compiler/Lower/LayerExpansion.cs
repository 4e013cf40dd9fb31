using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>One operation of a layer, once per repetition, with the frame in which its arguments are evaluated and the path of its
/// parameters.</summary>
internal sealed record LayerStep(OperationSpec Operation, Frame Scope, string Path, string Trail);

/// <summary>
/// Decides which operations of a layer run and what their parameters are called. The names are those that PyTorch's modules give, so that
/// published weights load as they are:
/// a layer with one operation that has parameters has the field's name; <c>conv1</c> with a convolution and a BatchNorm is <c>conv1</c> and
/// <c>bn1</c>, as in torchvision; anything else is numbered as in <c>nn.Sequential</c>.
/// </summary>
internal static class LayerExpansion
{
    private const int RepeatLimit = 1_000;
    private static readonly HashSet<string> WithParameters =
        ["Conv", "DepthwiseConv", "Linear", "BatchNorm", "PRelu", "SqueezeExcite", "Block"];

    public static IReadOnlyList<LayerStep> Expand(Evaluator evaluator, Frame frame, LayerSpec layer, TensorValue input)
    {
        Frame scope = frame.With(("x", input));
        var active = new List<(OperationSpec Operation, Frame Scope, int? Repetition)>();
        foreach (OperationSpec operation in layer.Operations)
        {
            int? repeat = Repeat(evaluator, scope, operation);
            for (int k = 0; k < (repeat ?? 1); k++)
            {
                Frame own = repeat is null ? scope : scope.With(("index", k));
                if (Find(operation, "When") is { } when && !evaluator.Condition(own, when)) continue;
                active.Add((operation, own, repeat is null ? null : k));
            }
        }

        string field = layer.Prefix is null ? ParameterPath.Join(frame.Prefix, layer.Name) : Locate(evaluator, scope, layer.Prefix);
        Func<int, string> path = Paths(layer, field, frame.Prefix, [.. active.Select(step => step.Operation)]);
        return
        [
            .. active.Select((step, position) => new LayerStep(
                step.Operation,
                step.Scope,
                Named(evaluator, step.Operation, step.Scope, step.Repetition) ?? path(position),
                ParameterPath.Join(frame.Trail, layer.Operations.Count == 1 && step.Repetition is null
                    ? layer.Name
                    : layer.Name + "." + position))),
        ];
    }

    public static Expression? Find(OperationSpec operation, string argument) =>
        operation.Arguments.FirstOrDefault(candidate => candidate.Name == argument)?.Value;

    private static int? Repeat(Evaluator evaluator, Frame scope, OperationSpec operation)
    {
        if (Find(operation, "Repeat") is not { } expression) return null;
        return evaluator.Evaluate(scope, expression) switch
        {
            int count and >= 1 and <= RepeatLimit => count,
            int count => throw scope.Error(
                expression.Id, DiagnosticIds.Repeat,
                $"Repeat is {count}, but 1 to {RepeatLimit} were expected; " +
                $"{(count < 1 ? "use When to leave the block out" : "use fewer repetitions")}"),
            var value => throw scope.Error(
                expression.Id, DiagnosticIds.UnexpectedValue, $"Repeat is {Scalars.Describe(value)}, but a whole number was expected"),
        };
    }

    private static Func<int, string> Paths(LayerSpec layer, string field, string prefix, IReadOnlyList<OperationSpec> active)
    {
        IReadOnlyList<OperationSpec> own = [.. active.Where(operation => WithParameters.Contains(operation.Kind))];
        if (own.Count <= 1 && own.All(operation => Find(operation, "Repeat") is null)) return _ => field;
        if (own.Count == 2 && layer.Prefix is null && layer.Name.Contains("conv") && own[0].Kind is "Conv" or "DepthwiseConv"
            && own[1].Kind == "BatchNorm")
        {
            int at = layer.Name.IndexOf("conv", StringComparison.Ordinal);
            string norm = ParameterPath.Join(prefix, layer.Name.Substring(0, at) + "bn" + layer.Name.Substring(at + "conv".Length));
            return position => active[position].Kind == "BatchNorm" ? norm : field;
        }

        return position => ParameterPath.Join(field, position.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static string? Named(Evaluator evaluator, OperationSpec operation, Frame scope, int? repetition)
    {
        if (Find(operation, "Name") is not { } name) return null;
        string path = Locate(evaluator, scope, name);
        return repetition is { } number && !MentionsIndex(name)
            ? ParameterPath.Join(path, number.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : path;
    }

    private static string Locate(Evaluator evaluator, Frame scope, Expression name) =>
        ParameterPath.Resolve(scope.Prefix, Scalars.Text(evaluator.Evaluate(scope, name)));

    private static bool MentionsIndex(Expression expression) => expression switch
    {
        Name name => name.Identifier == "index",
        Template template => template.Parts.Any(MentionsIndex),
        TupleOf tuple => tuple.Elements.Any(MentionsIndex),
        Member member => MentionsIndex(member.Target),
        Unary unary => MentionsIndex(unary.Operand),
        Binary binary => MentionsIndex(binary.Left) || MentionsIndex(binary.Right),
        Conditional conditional =>
            MentionsIndex(conditional.Condition) || MentionsIndex(conditional.WhenTrue) || MentionsIndex(conditional.WhenFalse),
        Call call => call.Arguments.Any(argument => MentionsIndex(argument.Value)),
        _ => false,
    };
}
