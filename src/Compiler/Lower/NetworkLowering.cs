using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>Expands one network for one size of its input.</summary>
internal sealed class NetworkLowering
{
    // No sensible network nests deeper; a block that contains itself without end does.
    private const int DepthLimit = 64;

    private readonly GraphBuilder _builder;
    private readonly Evaluator _evaluator;
    private readonly Dictionary<string, BlockSpec> _blocks;
    private readonly NetworkSpec _spec;
    private readonly SizeSpec? _size;

    // For every node, where it was declared.
    private readonly List<NodeOrigin> _origins = [];
    private int _uses;

    public NetworkLowering(NetworkSpec spec, SizeSpec? size)
    {
        _spec = spec;
        _size = size;
        _builder = new GraphBuilder(spec.ClassName.TrimStart('@'));
        _evaluator = new Evaluator(this);
        _blocks = spec.Blocks.ToDictionary(block => block.Type);
    }

    /// <summary>What is allowed and probably not meant.</summary>
    public List<LoweringError> Warnings { get; } = [];

    /// <exception cref="LoweringException">The declaration is wrong.</exception>
    public Graph Run()
    {
        var frame = new Frame(_spec.Body, "", "", null, 0);
        IReadOnlyList<TensorValue> inputs = AddInputs(frame);
        object result = Expand(frame, inputs);
        AddOutputs(frame, result);
        Graph graph = ResolveBias.Run(_builder.Build());
        ParameterCheck.Run(graph, _origins, Warnings);
        return graph;
    }

    public Shape Shape(TensorValue tensor) => _builder[tensor.Node].Shape;

    public TensorValue ApplyLayer(Frame frame, LayerSpec layer, TensorValue input)
    {
        TensorValue current = input;
        foreach (LayerStep step in LayerExpansion.Expand(_evaluator, frame, layer, input))
        {
            _evaluator.Step(frame, step.Operation.Id);
            current = step.Operation.BlockType is { } type ? ApplyBlock(step, _blocks[type], current) : ApplyOperation(step, current);
        }

        return current;
    }

    public object ApplyFunction(Frame frame, int expression, string function, IReadOnlyList<int> inputs,
        IReadOnlyList<KeyValuePair<string, object>> arguments)
    {
        if (OperationTable.Find(function) is not { } definition)
        {
            throw frame.Error(expression, DiagnosticIds.UnknownLayer,
                $"'{function}' is neither a layer of '{frame.Declaration.ShortName}' nor a function of Ops; call one of them");
        }

        IReadOnlyList<int> results = Apply(frame, expression, definition, arguments, inputs, frame.Prefix);
        return function == "Split" || results.Count != 1
            ? new Several(results.Select(node => (object)new TensorValue(node)).ToEquatableArray())
            : new TensorValue(results[0]);
    }

    private TensorValue ApplyOperation(LayerStep step, TensorValue input)
    {
        OperationDefinition definition = OperationTable.Find(step.Operation.Kind)
            ?? throw new InvalidOperationException($"The operation {step.Operation.Kind} is not in the table.");
        var arguments = new List<KeyValuePair<string, object>>();
        foreach (Argument argument in step.Operation.Arguments)
        {
            if (argument.Name is "Name" or "When") continue;
            arguments.Add(new(argument.Name, _evaluator.Evaluate(step.Scope, argument.Value)));
        }

        return new TensorValue(Apply(step.Scope, step.Operation.Id, definition, arguments, [input.Node], step.Path)[0]);
    }

    private TensorValue ApplyBlock(LayerStep step, BlockSpec block, TensorValue input)
    {
        Frame outer = step.Scope;
        if (outer.Depth >= DepthLimit)
        {
            throw outer.Error(
                step.Operation.Id, DiagnosticIds.Recursion,
                $"The block '{block.ShortName}' contains itself without end: more than {DepthLimit} blocks are nested; end the " +
                "recursion with When");
        }

        var frame = new Frame(block, step.Path, step.Trail, outer, step.Operation.Id)
        {
            Values = BlockBinding.Bind(_evaluator, step, block),
        };
        for (Frame? above = outer; above is not null; above = above.Parent)
        {
            // The same block on the same values will apply itself again and again.
            if (above.Declaration.Type == block.Type
                && block.Parameters.All(parameter => above.Values.TryGetValue(parameter.Name, out object? value)
                && value.Equals(frame.Values[parameter.Name])))
            {
                throw outer.Error(
                    step.Operation.Id, DiagnosticIds.Recursion,
                    $"The block '{block.ShortName}' contains itself with the same arguments, so it has no end; remove this use, or end " +
                    "the recursion with When and a parameter that changes");
            }
        }

        return Expand(frame, [input]) as TensorValue
            ?? throw frame.Error(block.Id, DiagnosticIds.UnexpectedValue, $"The block '{block.ShortName}' does not return one tensor");
    }

    /// <summary>The topology: <c>Forward</c>, else the layers in the order in which they are written.</summary>
    private object Expand(Frame frame, IReadOnlyList<TensorValue> inputs)
    {
        if (frame.Declaration.Forward is { } forward)
        {
            for (int i = 0; i < inputs.Count; i++) frame.Values[forward.Inputs[i].Name] = inputs[i];
            return _evaluator.Run(frame, forward);
        }

        return frame.Declaration.Layers.Aggregate(inputs[0], (current, layer) => ApplyLayer(frame, layer, current));
    }

    private IReadOnlyList<int> Apply(
        Frame frame, int expression, OperationDefinition definition, IReadOnlyList<KeyValuePair<string, object>> arguments,
        IReadOnlyList<int> inputs, string path)
    {
        IReadOnlyList<int> results;
        try
        {
            results = definition.Lower(
                new LoweringContext(_builder, new OperationArguments(definition.Name, arguments), inputs, path, expression));
        }
        catch (ShapeException mistake)
        {
            throw frame.Error(expression, DiagnosticIds.ShapeMismatch, mistake.Message);
        }

        _uses++;
        while (_origins.Count < _builder.Nodes.Count)
        {
            Shape shape = _builder.Nodes[_origins.Count].Shape;
            _origins.Add(new NodeOrigin(frame, expression, _uses));
            if (shape.Dimensions.Any(size => size < 1) || shape.Dimensions.Aggregate(1.0, (product, size) => product * size) > int.MaxValue)
            {
                throw frame.Error(
                    expression, DiagnosticIds.ShapeMismatch,
                    $"The result of {definition.Name} has the shape {shape}, which is more than {int.MaxValue} elements; " +
                        "use smaller sizes");
            }
        }

        return results;
    }

    private IReadOnlyList<TensorValue> AddInputs(Frame frame)
    {
        IReadOnlyList<(string Name, EquatableArray<int> Dimensions)> inputs = _spec.Body.Forward is { } forward
            ? [.. forward.Inputs.Select(input => (input.Name, input.Dimensions.Count > 0 ? input.Dimensions : _size?.Dimensions ?? []))]
            : [("input", _size?.Dimensions ?? [])];
        var values = new List<TensorValue>();
        foreach (var (name, dimensions) in inputs)
        {
            if (dimensions.Count == 0)
                throw frame.Error(_spec.Body.Id, "FUS005",
                    $"The input '{name}' of the network '{_spec.ClassName}' has no shape; give it one");
            values.Add(new TensorValue(_builder.Input(name, [.. dimensions])));
            _origins.Add(new NodeOrigin(frame, _spec.Body.Id, _uses++));
        }

        return values;
    }

    private void AddOutputs(Frame frame, object result)
    {
        EquatableArray<string> names = _spec.Body.Forward?.OutputNames ?? [""];
        IReadOnlyList<object> values = result is Several several ? [.. several.Items] : [result];
        int place = _spec.Body.Forward?.Id ?? _spec.Body.Id;
        if (values.Count != names.Count || values.Any(value => value is not TensorValue))
        {
            throw frame.Error(place, DiagnosticIds.UnexpectedValue,
                $"Forward returns {Scalars.Describe(result)}, but {names.Count} tensors were expected");
        }

        for (int i = 0; i < values.Count; i++)
        {
            _builder.Output(names[i].Length == 0 ? "output" : names[i], ((TensorValue)values[i]).Node);
        }
    }
}
