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

    /// <summary>Operations that have parameters, or may have.</summary>
    public static IReadOnlyCollection<string> WithParameters { get; } = new HashSet<string>
    {
        "Conv", "ConvTranspose", "DepthwiseConv", "Linear", "BatchNorm", "LayerNorm", "RmsNorm", "GroupNorm", "InstanceNorm", "Scale",
        "PRelu", "SqueezeExcite", "JointSqueezeExcite", "MultiHeadAttention", "Rnn", "Gru", "Lstm", "Block",
    };

    /// <param name="frame">The use of the block whose layer it is.</param>
    /// <param name="input">The tensor that the layer is applied to; of several, the first. Of a value of its own, the block's.</param>
    public static IReadOnlyList<LayerStep> Expand(
        Evaluator evaluator, LoweringErrors errors, Frame frame, LayerValue value, object input)
    {
        LayerSpec layer = value.Layer;
        Frame scope = value.Element is { } element ? frame.With(("x", input), ("index", element)) : frame.With(("x", input));
        var active = new List<Copy>();
        foreach (OperationSpec operation in layer.Operations) active.AddRange(Copies(evaluator, errors, scope, operation));

        string field = FieldPath(evaluator, frame, scope, value);
        int first = FirstNumber(errors, frame, layer);
        Func<int, string> path = Paths(value, field, frame.Prefix, first, [.. active.Where(IsCounted).Select(step => step.Operation)]);
        bool isAlone = layer.Operations.Count(operation => operation.Kind != Tap.Name) == 1 && !IsInSequence(layer);
        string whole = WithElement(ParameterPath.Join(frame.Trail, layer.Name), value.Element);
        var steps = new List<LayerStep>();
        int position = 0;
        foreach (Copy step in active)
        {
            if (!IsCounted(step))
            {
                steps.Add(new LayerStep(step.Operation, step.Scope, field, whole, whole, step.IsKnown) { Runs = step.Runs });
                continue;
            }

            string trail = isAlone && step.Repetition is null ? whole : whole + "." + (first + position);
            string name = Named(evaluator, step, value.Element) ?? path(position);
            steps.Add(new LayerStep(step.Operation, step.Scope, name, trail, whole, step.IsKnown) { Runs = step.Runs });
            position++;
        }

        frame.Numbers[layer.Name] = first + position;
        return steps;

        // A tap changes nothing, the names of parameters included.
        static bool IsCounted(Copy step) => step.Operation.Kind != Tap.Name;
    }

    /// <summary>How many layers an array of them has; null where it is unknown.</summary>
    public static int? Elements(Evaluator evaluator, LoweringErrors errors, Frame frame, LayerSpec layer) =>
        layer.Count is not { } count ? 1
        : new[] { "x", "index" }.FirstOrDefault(name => Mentions(count, name)) is { } early ? Unknown(errors, frame, count, early)
        : Count(evaluator, errors, frame, count, least: 0);

    private static int? Unknown(LoweringErrors errors, Frame frame, Expression count, string name)
    {
        errors.Add(frame.Error(
            count.Id, DiagnosticIds.UnknownName,
            $"'{name}' is unknown in this expression: how many layers an array has is known before any is called; use a parameter of the "
                + "block"));
        return null;
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
        if (Count(evaluator, errors, scope, repeat, least: 1) is not { } count)
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

    private static int? Count(Evaluator evaluator, LoweringErrors errors, Frame scope, Expression repeat, int least)
    {
        switch (evaluator.Evaluate(scope, repeat))
        {
            case int count and <= RepeatLimit when count >= least:
                return count;
            case int count:
                errors.Add(scope.Error(
                    repeat.Id, DiagnosticIds.Repeat,
                    $"Repeat is {count}, but {least} to {RepeatLimit} were expected; "
                    + (count >= least ? "use fewer repetitions" : least == 1
                    ? "use When to leave the block out"
                    : "compute a greater one")));
                return null;
            case UnknownValue:
                return null;
            case var value:
                errors.Add(scope.Error(repeat.Id, DiagnosticIds.UnexpectedValue, $"Repeat is {ArgumentText.NotWhole(value)}"));
                return null;
        }
    }

    /// <summary>What stands before the numbers and names of the operations.</summary>
    private static string FieldPath(Evaluator evaluator, Frame frame, Frame scope, LayerValue value)
    {
        LayerSpec layer = value.Layer;
        while (layer.Continues is { } earlier) layer = frame.Declaration.Layers.First(candidate => candidate.Name == earlier);
        string path = layer.Prefix is null
            ? ParameterPath.Join(frame.Prefix, layer.Name)
            : Locate(evaluator, scope, layer.Prefix) ?? frame.Prefix;
        return layer.Prefix is not null && MentionsIndex(layer.Prefix) ? path : WithElement(path, value.Element);
    }

    private static string WithElement(string path, int? element) =>
        element is { } number ? ParameterPath.Join(path, number.ToString(System.Globalization.CultureInfo.InvariantCulture)) : path;

    /// <summary>Whether the layer is a part of a sequence that other layers have parts of as well, and so is numbered.</summary>
    private static bool IsInSequence(LayerSpec layer) => layer.Continues is not null || layer.IsContinued;

    private static int FirstNumber(LoweringErrors errors, Frame frame, LayerSpec layer)
    {
        if (layer.Continues is not { } earlier) return 0;
        if (frame.Numbers.TryGetValue(earlier, out int number)) return number;
        errors.Add(frame.Error(
            layer.Id, DiagnosticIds.Numbering,
            $"The numbering of '{layer.Name}' goes on after that of '{earlier}', which is not known, because '{earlier}' has not been "
                + $"called yet; call '{earlier}' first"));
        return 0;
    }

    private static Func<int, string> Paths(
        LayerValue value, string field, string prefix, int first, IReadOnlyList<OperationSpec> active)
    {
        LayerSpec layer = value.Layer;
        IReadOnlyList<OperationSpec> own = [.. active.Where(HasParameters)];
        if (IsInSequence(layer)) return Numbered;
        if (own.Count <= 1 && own.All(operation => Find(operation, "Repeat") is null)) return _ => field;
        if (own.Count == 2 && layer.Prefix is null && layer.Name.Contains("conv") && own[0].Kind is "Conv" or "DepthwiseConv"
            && own[1].Kind == "BatchNorm")
        {
            int at = layer.Name.IndexOf("conv", StringComparison.Ordinal);
            string norm = ParameterPath.Join(prefix, layer.Name.Substring(0, at) + "bn" + layer.Name.Substring(at + "conv".Length));
            return position => active[position].Kind == "BatchNorm" ? WithElement(norm, value.Element) : field;
        }

        return Numbered;

        string Numbered(int position) => WithElement(field, first + position);
    }

    /// <summary>Norms say whether they have; of an expression it is assumed.</summary>
    private static bool HasParameters(OperationSpec operation) => WithParameters.Contains(operation.Kind)
        && (Find(operation, "Affine") is { } affine ? affine is not Literal { Value: false } : operation.Kind != "InstanceNorm");

    private static string? Named(Evaluator evaluator, Copy copy, int? element)
    {
        if (Find(copy.Operation, "Name") is not { } name || Locate(evaluator, copy.Scope, name) is not { } path) return null;
        return MentionsIndex(name) ? path : WithElement(WithElement(path, element), copy.Repetition);
    }

    private static string? Locate(Evaluator evaluator, Frame scope, Expression name) =>
        evaluator.Evaluate(scope, name) is string text ? ParameterPath.Resolve(scope.Prefix, text) : null;

    private static bool MentionsIndex(Expression expression) => Mentions(expression, "index");

    private static bool Mentions(Expression expression, string identifier)
    {
        return In(expression);

        bool In(Expression part) => part switch
        {
            Name name => name.Identifier == identifier,
            Template template => template.Parts.Any(In),
            TupleOf tuple => tuple.Elements.Any(In),
            Member member => In(member.Target),
            Unary unary => In(unary.Operand),
            Binary binary => In(binary.Left) || In(binary.Right),
            Conditional conditional => In(conditional.Condition) || In(conditional.WhenTrue) || In(conditional.WhenFalse),
            Call call => call.Arguments.Any(argument => In(argument.Value)),
            CallMethod call => call.Arguments.Any(In),
            Declarations.Index index => In(index.Target) || In(index.Position),
            ArrayOf array => array.Elements.Any(In),
            Positions positions => In(positions.Target) || positions.Ranges.Any(range =>
                (range.From is { } from && In(from.Value)) || (range.To is { } to && In(to.Value))),
            ElementsOf all => In(all.Value),
            FromEnd end => In(end.Value),
            _ => false,
        };
    }

    private sealed record Copy(OperationSpec Operation, Frame Scope, int? Repetition, bool IsKnown)
    {
        public bool Runs { get; init; }
    }
}
