using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>Expands one network for one size of its input.</summary>
internal sealed class NetworkLowering
{
    // No sensible network nests deeper; a block that contains itself without end does.
    private const int DepthLimit = 64;

    private readonly GraphBuilder _builder;
    private readonly OperationLowering _operations;
    private readonly TapLowering _taps;
    private readonly ConstraintLowering _constraints;
    private readonly Evaluator _evaluator;
    private readonly Dictionary<string, BlockSpec> _blocks;
    private readonly NetworkSpec _spec;
    private readonly SizeSpec? _size;
    private readonly LoweringErrors _errors;
    private readonly LoweringErrors _warnings;

    public NetworkLowering(
        NetworkSpec spec, SizeSpec? size, LoweringErrors errors, LoweringErrors warnings, IdleOperations idle)
    {
        _spec = spec;
        _size = size;
        _errors = errors;
        _warnings = warnings;
        _builder = new GraphBuilder(spec.ClassName.TrimStart('@')) { Layout = spec.Layout };
        _taps = new TapLowering(spec, _builder, errors);
        _constraints = new ConstraintLowering(_builder, errors);
        _operations = new OperationLowering(_builder, _taps, errors, warnings, idle);
        _evaluator = new Evaluator(this, errors);
        _blocks = spec.Blocks.ToDictionary(block => block.Type);
    }

    /// <summary>What a target has no kernel for; null where nobody asks.</summary>
    public Func<Graph, Node, string?>? FindGap { get; init; }

    /// <returns>The graph; null where an output is unknown.</returns>
    /// <exception cref="LoweringException">The declaration has no end.</exception>
    public Graph? Run()
    {
        var frame = new Frame(_spec.Body, "", "", null, 0);
        bool isComplete = AddOutputs(frame, Expand(frame, AddInputs(frame)));
        Graph graph = ResolveBias.Run(_builder.Build());
        ParameterCheck.Run(graph, _operations.Origins, _errors, _warnings);
        if (!isComplete) return null;
        Suspicions.Find(graph, _operations.Origins, _warnings);
        if (FindGap is not null) MissingKernels.Find(graph, _operations.Origins, FindGap, _warnings);
        return graph;
    }

    /// <summary>The taps; those of a declaration with mistakes as far as they are known.</summary>
    public IReadOnlyList<string> Taps => _taps.Names;

    public Shape Shape(TensorValue tensor) => _builder[tensor.Node].Shape;

    /// <param name="frame">The expansion in which the layer is called.</param>
    /// <param name="inputs">What it is applied to.</param>
    /// <param name="call">Where it is called; null where the layers run one after another.</param>
    /// <returns>A tensor, several, or an unknown value.</returns>
    public object ApplyLayer(Frame frame, LayerValue layer, IReadOnlyList<object> inputs, int? call)
    {
        IReadOnlyList<object> current = inputs;
        object result = inputs.Count == 1 ? inputs[0] : new Several(inputs);
        bool isFirst = true;
        foreach (LayerStep step in LayerExpansion.Expand(_evaluator, _errors, frame.Home, layer, inputs[0]))
        {
            _evaluator.Step(frame, step.Operation.Id);
            if (step is { Runs: true, Operation.BlockType: { } repeated }) BlockBinding.Bind(_evaluator, _errors, step, _blocks[repeated]);
            BlockSpec? block = step.Operation.BlockType is { } type ? _blocks[type] : null;
            result = !step.IsKnown ? UnknownValue.Instance
                // An unknown value may stand for several.
                : !(current.Count == 1 && current[0] is UnknownValue)
                    && BlockInputs.FindMistake(step, block, layer, current.Count, isFirst && call is not null) is { } mistake
                    ? _errors.Add(isFirst && call is { } place
                        ? frame.Error(place, DiagnosticIds.BlockInputs, mistake)
                        : step.Scope.Error(step.Operation.Id, DiagnosticIds.BlockInputs, mistake))
                : step.Operation.Kind == Tap.Name ? ApplyTap(step, current[0])
                : block is not null ? ApplyBlock(step, block, current)
                : ApplyOperation(step, current);
            current = result is Several several ? [.. several.Items] : [result];
            isFirst = false;
        }

        return result;
    }

    /// <returns>A tensor, several, or an unknown value.</returns>
    public object ApplyFunction(
        OperationUse use, string function, IReadOnlyList<KeyValuePair<string, object>> arguments, IReadOnlyList<int> inputs)
    {
        if (OperationTable.Find(function) is not { } definition)
        {
            return _errors.Add(use.Frame.Error(
                use.Expression, DiagnosticIds.UnknownLayer,
                $"'{function}' is neither a layer of '{use.Frame.Declaration.ShortName}' nor a function of Ops; call one of them"));
        }

        IReadOnlyList<KeyValuePair<string, object>> all =
            [.. arguments, .. definition.OfFunction.Select(argument => new KeyValuePair<string, object>(argument.Name, argument.Value))];
        IReadOnlyList<int>? results = _operations.Apply(use, definition, all, inputs);
        if (results is null) return UnknownValue.Instance;
        return function == "Split" || results.Count != 1
            ? new Several(results.Select(node => (object)new TensorValue(node)).ToEquatableArray())
            : new TensorValue(results[0]);
    }

    /// <returns>The value, unchanged.</returns>
    public object ApplyTap(Frame frame, Call call, object? value, object? name)
    {
        _taps.Declare(frame, call, value, name);
        return value ?? UnknownValue.Instance;
    }

    private object ApplyTap(LayerStep step, object value)
    {
        // As in C#, the property is set behind the constructor.
        Argument? argument = step.Operation.Arguments
            .LastOrDefault(argument => argument.Name.Equals("name", StringComparison.OrdinalIgnoreCase));
        object given = argument is null ? "" : _evaluator.Evaluate(step.Scope, argument.Value);
        if (given is not string name) return value;
        _taps.Declare(
            step.Scope, argument?.Value.Id ?? step.Operation.Id,
            name.Length == 0 ? step.Layer : ParameterPath.Resolve(step.Scope.Trail, name), (value as TensorValue)?.Node);
        return value;
    }

    /// <returns>A tensor, or an unknown value.</returns>
    public object ApplyParameter(Frame frame, LayerSpec parameter)
    {
        IReadOnlyList<LayerStep> steps = LayerExpansion.Expand(
            _evaluator, _errors, frame.Home, new LayerValue(parameter, null), frame.Home.Input);
        return steps.Count == 1 && steps[0].IsKnown ? ApplyOperation(steps[0], []) : UnknownValue.Instance;
    }

    /// <param name="inputs">None for what is a value itself.</param>
    private object ApplyOperation(LayerStep step, IReadOnlyList<object> inputs)
    {
        OperationDefinition definition = OperationTable.Find(step.Operation.Kind)
            ?? throw new InvalidOperationException($"The operation {step.Operation.Kind} is not in the table.");
        // Also where the input is unknown: what is wrong in an argument is wrong by itself.
        var arguments = new List<KeyValuePair<string, object>>();
        foreach (Argument argument in step.Operation.Arguments)
        {
            if (argument.Name is "Name" or "When") continue;
            arguments.Add(new(argument.Name, _evaluator.Evaluate(step.Scope, argument.Value)));
        }

        var use = new OperationUse(step.Scope, step.Operation.Id, step.Operation.Arguments, step.Path) { Layer = step.Layer };
        if (inputs.Count == 0)
        {
            IReadOnlyList<int>? own = _operations.Apply(use, definition, arguments, []);
            return own is null ? UnknownValue.Instance : new TensorValue(own[0]);
        }

        if (inputs.Any(input => input is not TensorValue))
        {
            _operations.CheckAlone(use, definition, arguments);
            return UnknownValue.Instance;
        }

        IReadOnlyList<int>? results =
            _operations.Apply(use, definition, arguments, [.. inputs.Cast<TensorValue>().Select(input => input.Node)]);
        if (results is null) return UnknownValue.Instance;
        _constraints.Declare(step, _builder[results[0]], Shape((TensorValue)inputs[0]));
        return results.Count == 1 ? new TensorValue(results[0])
            : new Several(results.Select(node => (object)new TensorValue(node)).ToEquatableArray());
    }

    private object ApplyBlock(LayerStep step, BlockSpec block, IReadOnlyList<object> inputs)
    {
        Frame outer = step.Scope;
        _constraints.Refuse(step);
        if (outer.Depth >= DepthLimit)
        {
            throw new LoweringException(outer.Error(
                step.Operation.Id, DiagnosticIds.Recursion,
                $"The block '{block.ShortName}' contains itself without end: more than {DepthLimit} blocks are nested; end the "
                    + "recursion with When"));
        }

        Dictionary<string, object> values = BlockBinding.Bind(_evaluator, _errors, step, block);
        for (Frame? above = outer; above is not null; above = above.Parent)
        {
            // The same block on the same values will apply itself again and again.
            if (above.Declaration.Type != block.Type || !HasSameArguments(above, block, values)) continue;
            return values.Values.Any(value => value is UnknownValue)
                ? UnknownValue.Instance
                : _errors.Add(outer.Error(
                    step.Operation.Id, DiagnosticIds.Recursion,
                    $"The block '{block.ShortName}' contains itself with the same arguments, so it has no end; "
                    + "remove this use, or end the recursion with When and a parameter that changes"));
        }

        var frame = new Frame(block, step.Path, step.Trail, outer, step.Operation.Id) { Values = values };
        object result = Expand(frame, BlockInputs.Bind(block, inputs));
        bool isSeveral = block.Forward is { } forward && (forward.ReturnsArray || forward.OutputNames.Count > 1);
        return result is UnknownValue || result is TensorValue or Several && result is Several == isSeveral
            ? result
            : _errors.Add(frame.Error(
                block.Id, DiagnosticIds.UnexpectedValue,
                $"The block '{block.ShortName}' does not return {(isSeveral ? "several tensors" : "one tensor")}"));
    }

    private static bool HasSameArguments(Frame frame, BlockSpec block, Dictionary<string, object> values) =>
        block.Parameters.All(parameter =>
            frame.Values.TryGetValue(parameter.Name, out object? value) && value.Equals(values[parameter.Name]));

    /// <summary>The topology: <c>Forward</c>, else the layers in the order in which they are written.</summary>
    private object Expand(Frame frame, IReadOnlyList<object> inputs)
    {
        frame.Input = inputs.Count > 0 ? inputs[0] : UnknownValue.Instance;
        if (frame.Declaration.Forward is { } forward)
        {
            for (int i = 0; i < Math.Min(inputs.Count, forward.Inputs.Count); i++) frame.Values[forward.Inputs[i].Name] = inputs[i];
            return _evaluator.Run(frame, forward);
        }

        object current = inputs[0];
        foreach (LayerSpec layer in frame.Declaration.Layers)
        {
            int? count = layer.Count is null ? null : LayerExpansion.Elements(_evaluator, _errors, frame, layer);
            if (layer.Count is not null && count is null) return UnknownValue.Instance;
            for (int element = 0; element < (count ?? 1); element++)
            {
                IReadOnlyList<object> values = current is Several several ? [.. several.Items] : [current];
                current = ApplyLayer(frame, new LayerValue(layer, count is null ? null : element), values, call: null);
            }
        }

        return current;
    }

    /// <summary>The inputs; one without a shape, which Parse reports, is unknown.</summary>
    private IReadOnlyList<object> AddInputs(Frame frame)
    {
        EquatableArray<int> common = _size?.Dimensions ?? [];
        IReadOnlyList<(string Name, EquatableArray<int> Dimensions)> inputs = _spec.Body.Forward is { } forward
            ? [.. forward.Inputs.Select(input => (input.Name, input.Dimensions.Count > 0 ? input.Dimensions : common))]
            : [("input", common)];
        return
        [
            .. inputs.Select(input => input.Dimensions.Count == 0
                ? (object)UnknownValue.Instance
                : new TensorValue(_operations.AddInput(frame, _spec.Body.Id, input.Name, input.Dimensions))),
        ];
    }

    private bool AddOutputs(Frame frame, object result)
    {
        if (result is UnknownValue) return false;
        EquatableArray<string> names = _spec.Body.Forward?.OutputNames ?? [""];
        IReadOnlyList<object> values = result is Several several ? [.. several.Items] : [result];
        if (values.Any(value => value is UnknownValue)) return false;
        if (values.Count != names.Count || values.Any(value => value is not TensorValue))
        {
            _errors.Add(frame.Error(
                _spec.Body.Forward?.Id ?? _spec.Body.Id, DiagnosticIds.UnexpectedValue,
                $"Forward returns {Scalars.Describe(result)}, but {names.Count} tensors were expected"));
            return false;
        }

        for (int i = 0; i < values.Count; i++)
        {
            _builder.Output(names[i].Length == 0 ? "output" : names[i], ((TensorValue)values[i]).Node);
        }

        return true;
    }
}
