namespace Fusion.Compiler.Lower;

/// <summary>Applies operations to values of the graph, and remembers where each node was declared.</summary>
internal sealed class OperationLowering(GraphBuilder builder, TapLowering taps, LoweringErrors errors)
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
        if (AreKnown(arguments)) results = Lower(builder, use, definition, arguments, inputs, Tap, out _);
        if (results is null) Report(use, definition, arguments, [[.. inputs.Select(input => builder[input].Shape)]]);
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
        Report(use, definition, arguments, [.. Samples.Select(sample => new[] { sample })]);
        if (!AreKnown(arguments)) return;
        // What it taps has a name all the same.
        var scratch = new GraphBuilder("");
        Lower(scratch, use, definition, arguments, [scratch.Input("x", [.. Samples[0].Dimensions])],
            (part, _) => taps.Declare(use.Frame, use.Expression, ParameterPath.Join(use.Layer, part), null), out _);
    }

    private void Report(
        OperationUse use, OperationDefinition definition, IReadOnlyList<KeyValuePair<string, object>> arguments,
        IReadOnlyList<IReadOnlyList<Shape>> inputs)
    {
        var mistakes = new OperationMistakes(
            (tried, shapes) =>
            {
                var scratch = new GraphBuilder("");
                int[] nodes = [.. shapes.Select((shape, i) => scratch.Input("x" + i, [.. shape.Dimensions]))];
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
            var bound = new OperationArguments(definition.Name, arguments.Select(argument =>
                Arrays.Numbers(argument.Value) is { } numbers ? new(argument.Key, numbers) : argument));
            return definition.Lower(new LoweringContext(target, bound, inputs, use.Path, use.Expression) { Tap = tap });
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
