namespace Fusion.Compiler.Lower;

/// <summary>Applies operations to values of the graph, and remembers where each node was declared.</summary>
internal sealed class OperationLowering(
    GraphBuilder builder, TapLowering taps, LoweringErrors errors, LoweringErrors warnings, IdleOperations idle)
{
    // Two usual inputs, which must agree, and one of every other rank.
    private static readonly Shape[] Samples =
        [Shape.Of(64, 64, 60), Shape.Of(60, 62, 66), Shape.Of(60), Shape.Of(64, 60), Shape.Of(16, 64, 64, 60)];

    private readonly List<NodeOrigin> _origins = [];
    private int _uses;
    private int _inputs;

    /// <summary>For every node, where it was declared.</summary>
    public IReadOnlyList<NodeOrigin> Origins => _origins;

    public int AddInput(Frame frame, int expression, string name, EquatableArray<int> dimensions)
    {
        int node = builder.Input(name, [.. dimensions]);
        _inputs++;
        Remember(frame, expression);
        return node;
    }

    /// <returns>The results; null where they are unknown.</returns>
    public IReadOnlyList<int>? Apply(
        OperationUse use, OperationDefinition definition, IReadOnlyList<KeyValuePair<string, object>> arguments, IReadOnlyList<int> inputs)
    {
        IReadOnlyList<int>? results = null;
        int before = builder.Nodes.Count;
        if (AreKnown(arguments)) results = Lower(builder, use, definition, arguments, inputs, Tap, out _);
        if (results is not null && inputs.Count == 1) Suspect(use, definition, arguments, inputs[0], [.. builder.Nodes.Skip(before)]);
        if (results is null) Report(use, definition, arguments, [[.. inputs.Select(input => builder[input].Shape)]], inputs);
        results ??= Recover(use, definition, arguments, inputs);
        int first = _origins.Count;
        Remember(use.Frame, use.Expression);
        if (builder.Nodes.Count - _inputs > Limits.Operations)
            throw new LoweringException(use.Frame.Error(
                use.Expression, DiagnosticIds.TooManySteps,
                $"The network has more than {Limits.Operations} operations, for which too much code would be generated; "
                + "use fewer repetitions"));
        return CheckSizes(use, definition, first) ? results : null;

        void Tap(string part, int node) => taps.Declare(use.Frame, use.Expression, ParameterPath.Join(use.Layer, part), node);
    }

    /// <summary>
    /// Of an operation on an unknown value: reports what would be wrong with every input, and in the same words whatever its size.
    /// </summary>
    public void CheckAlone(OperationUse use, OperationDefinition definition, IReadOnlyList<KeyValuePair<string, object>> arguments)
    {
        Report(use, definition, arguments, [.. Samples.Select(sample => new[] { sample })], []);
        if (!AreKnown(arguments)) return;
        // What it taps has a name all the same.
        var scratch = new GraphBuilder("");
        Lower(scratch, use, definition, arguments, [scratch.Input("x", [.. Samples[0].Dimensions])],
            (part, _) => taps.Declare(use.Frame, use.Expression, ParameterPath.Join(use.Layer, part), null), out _);
    }

    private void Report(
        OperationUse use, OperationDefinition definition, IReadOnlyList<KeyValuePair<string, object>> arguments,
        IReadOnlyList<IReadOnlyList<Shape>> inputs, IReadOnlyList<int> known)
    {
        var mistakes = new OperationMistakes(
            (tried, shapes) =>
            {
                var scratch = new GraphBuilder("");
                int[] nodes = [.. shapes.Select((shape, i) => i < known.Count && builder[known[i]].Operation is ParameterValue value
                    ? scratch.Add(value, [], "", -1)
                    : scratch.Input("x" + i, [.. shape.Dimensions]))];
                Lower(scratch, use, definition, tried, nodes, (_, _) => { }, out ShapeException? mistake);
                return mistake;
            },
            inputs);
        foreach (ShapeException mistake in mistakes.Find(arguments)) errors.Add(use.Error(mistake));
    }

    private static IReadOnlyList<int>? Lower(
        GraphBuilder target, OperationUse use, OperationDefinition definition, IEnumerable<KeyValuePair<string, object>> arguments,
        IReadOnlyList<int> inputs, Action<string, int> tap, out ShapeException? mistake)
    {
        try
        {
            mistake = null;
            return definition.Lower(
                new LoweringContext(target, Bind(definition, arguments), inputs, use.Path, use.Expression) { Tap = tap });
        }
        catch (ShapeException exception)
        {
            mistake = exception;
            return null;
        }
        catch (OverflowException)
        {
            mistake = new ShapeException($"{definition.Name}: its sizes come to more than {Limits.Elements}. Use smaller numbers.");
            return null;
        }
    }

    private static OperationArguments Bind(OperationDefinition definition, IEnumerable<KeyValuePair<string, object>> arguments) =>
        new(definition.Name, arguments.Select(argument =>
            Arrays.Numbers(argument.Value) is { } numbers ? new(argument.Key, numbers) : argument));

    /// <summary>Finds what is right and most often a slip.</summary>
    private void Suspect(OperationUse use, OperationDefinition definition, IReadOnlyList<KeyValuePair<string, object>> arguments, int input,
        IReadOnlyList<Node> added)
    {
        idle.Remember(use, definition, arguments.Select(argument => argument.Key), added, builder, input);
        if (NormsOfOne.Find(Bind(definition, arguments), builder[input].Shape) is { } message)
            warnings.Add(use.Frame.Error(use.Expression, DiagnosticIds.NormOfOne, message));
    }

    /// <summary>The results that the operation would have if it were right, where that is sure.</summary>
    private IReadOnlyList<int>? Recover(
        OperationUse use, OperationDefinition definition, IReadOnlyList<KeyValuePair<string, object>> arguments, IReadOnlyList<int> inputs)
    {
        if (definition.KeepsShape) return inputs.Count == 1 ? inputs : null;
        var rest = arguments.Where(argument => !definition.Immaterial.Contains(argument.Key, StringComparer.OrdinalIgnoreCase)).ToList();
        return rest.Count < arguments.Count && AreKnown(rest)
            ? Lower(builder, use, definition, rest, inputs, (_, _) => { }, out _)
            : null;
    }

    private bool CheckSizes(OperationUse use, OperationDefinition definition, int first)
    {
        foreach (Node node in builder.Nodes.Skip(first))
        {
            Shape shape = node.Shape;
            if (shape.Dimensions.All(size => size >= 1) && Limits.Product(shape.Dimensions) <= Limits.Elements) continue;
            errors.Add(use.Frame.Error(
                use.Expression, DiagnosticIds.ShapeMismatch,
                $"The result of {definition.Name} has the shape {shape}, which is more than {Limits.Elements} elements; " +
                    "use smaller sizes"));
            return false;
        }

        return true;
    }

    private void Remember(Frame frame, int expression)
    {
        _uses++;
        while (_origins.Count < builder.Nodes.Count) _origins.Add(new NodeOrigin(frame, expression, _uses));
    }

    private static bool AreKnown(IEnumerable<KeyValuePair<string, object>> arguments) =>
        arguments.All(argument => argument.Value is not UnknownValue);
}
