using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

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

    public static IReadOnlyList<LayerStep> Expand(Evaluator evaluator, LoweringErrors errors, Frame frame, LayerSpec layer, object input)
    {
        Frame scope = frame.With(("x", input));
        var active = new List<Copy>();
        foreach (OperationSpec operation in layer.Operations) active.AddRange(Copies(evaluator, errors, scope, operation));

        string field = layer.Prefix is null
            ? ParameterPath.Join(frame.Prefix, layer.Name)
            : Locate(evaluator, scope, layer.Prefix) ?? frame.Prefix;
        Func<int, string> path = Paths(layer, field, frame.Prefix, [.. active.Where(IsCounted).Select(step => step.Operation)]);
        bool isAlone = layer.Operations.Count(operation => operation.Kind != Tap.Name) == 1;
        string whole = ParameterPath.Join(frame.Trail, layer.Name);
        var steps = new List<LayerStep>();
        int position = 0;
        foreach (Copy step in active)
        {
            if (!IsCounted(step))
            {
                steps.Add(new LayerStep(step.Operation, step.Scope, field, whole, whole, step.IsKnown) { Runs = step.Runs });
                continue;
            }

            string trail = isAlone && step.Repetition is null ? whole : whole + "." + position;
            string name = Named(evaluator, step) ?? path(position);
            steps.Add(new LayerStep(step.Operation, step.Scope, name, trail, whole, step.IsKnown) { Runs = step.Runs });
            position++;
        }

        return steps;

        // A tap changes nothing, the names of parameters included.
        static bool IsCounted(Copy step) => step.Operation.Kind != Tap.Name;
    }

    public static Expression? Find(OperationSpec operation, string argument) =>
        operation.Arguments.FirstOrDefault(candidate => candidate.Name == argument)?.Value;

    /// <summary>The repetitions of an operation that run; one of unknown effect where it is unknown which they are.</summary>
    private static IEnumerable<Copy> Copies(Evaluator evaluator, LoweringErrors errors, Frame scope, OperationSpec operation)
    {
        if (operation.Kind.Length == 0) return [new Copy(operation, scope, null, IsKnown: false)];
        Expression? when = Find(operation, "When");
        bool dependsOnIndex = when is not null && MentionsIndex(when);
        Expression? repeat = Find(operation, "Repeat");
        if (when is not null && (!dependsOnIndex || repeat is null))
        {
            // Before Repeat: what is left out need not say how often it would run.
            bool? runs = evaluator.Condition(scope, when);
            if (runs is null) return [new Copy(operation, scope, null, IsKnown: false)];
            if (runs == false) return [];
        }

        if (repeat is null) return [new Copy(operation, scope, null, IsKnown: true)];
        if (Count(evaluator, errors, scope, repeat) is not { } count)
        {
            Frame any = scope.With(("index", UnknownValue.Instance));
            return [new Copy(operation, any, null, IsKnown: false) { Runs = !dependsOnIndex }];
        }

        var copies = new List<Copy>();
        for (int k = 0; k < count; k++)
        {
            Frame own = scope.With(("index", k));
            bool? runs = dependsOnIndex ? evaluator.Condition(own, when!) : true;
            if (runs != false) copies.Add(new Copy(operation, own, k, IsKnown: runs is not null));
        }

        return copies;
    }

    private static int? Count(Evaluator evaluator, LoweringErrors errors, Frame scope, Expression repeat)
    {
        switch (evaluator.Evaluate(scope, repeat))
        {
            case int count and >= 1 and <= RepeatLimit:
                return count;
            case int count:
                errors.Add(scope.Error(
                    repeat.Id, DiagnosticIds.Repeat,
                    $"Repeat is {count}, but 1 to {RepeatLimit} were expected; "
                    + (count < 1 ? "use When to leave the block out" : "use fewer repetitions")));
                return null;
            case UnknownValue:
                return null;
            case var value:
                errors.Add(scope.Error(repeat.Id, DiagnosticIds.UnexpectedValue, $"Repeat is {ArgumentText.NotWhole(value)}"));
                return null;
        }
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

    private static string? Named(Evaluator evaluator, Copy copy)
    {
        if (Find(copy.Operation, "Name") is not { } name || Locate(evaluator, copy.Scope, name) is not { } path) return null;
        return copy.Repetition is { } number && !MentionsIndex(name)
            ? ParameterPath.Join(path, number.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : path;
    }

    private static string? Locate(Evaluator evaluator, Frame scope, Expression name) =>
        evaluator.Evaluate(scope, name) is string text ? ParameterPath.Resolve(scope.Prefix, text) : null;

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

    private sealed record Copy(OperationSpec Operation, Frame Scope, int? Repetition, bool IsKnown)
    {
        public bool Runs { get; init; }
    }
}
