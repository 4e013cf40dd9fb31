using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>
/// Evaluates the expressions of a declaration. A mistake is reported where it is and has an unknown value, which makes all that is computed
/// from it unknown.
/// What a call does to the graph, <see cref="NetworkLowering"/> knows.
/// </summary>
internal sealed class Evaluator
{
    private const int StepLimit = 100_000;

    // Blocks within blocks within long expressions: the stack of a thread of the compiler holds some thousands of levels.
    private const int DepthLimit = 1_000;

    private readonly NetworkLowering _lowering;
    private readonly LoweringErrors _errors;
    private readonly StatementRunner _statements;
    private readonly LayerCalls _layers;
    private readonly MethodCalls _methods;
    private readonly Arrays _arrays;
    private int _steps;
    private int _depth;

    public Evaluator(NetworkLowering lowering, LoweringErrors errors)
    {
        _lowering = lowering;
        _errors = errors;
        _statements = new StatementRunner(this, errors);
        _layers = new LayerCalls(this, lowering, errors);
        _methods = new MethodCalls(this, _statements, errors);
        _arrays = new Arrays(this, errors);
    }

    /// <summary>Counts towards the limit that ends a declaration that would not end by itself.</summary>
    public void Step(Frame frame, int expression)
    {
        if (++_steps <= StepLimit) return;
        throw new LoweringException(frame.Error(
            expression, DiagnosticIds.TooManySteps,
            $"The declaration takes more than {StepLimit} steps to expand; check that the condition of every loop becomes false, "
            + "or use fewer repetitions"));
    }

    /// <summary>Runs <c>Forward</c>; the value that it returns.</summary>
    public object Run(Frame frame, ForwardSpec forward) => _statements.Run(frame, forward);

    public object Evaluate(Frame frame, Expression expression)
    {
        Enter(frame, expression.Id);
        object value = EvaluateOne(frame, expression);
        Leave();
        return value;
    }

    /// <summary>Begins one level more of what nests: an expression, or statements in a method that is called.</summary>
    public void Enter(Frame frame, int expression)
    {
        if (_depth >= DepthLimit)
        {
            throw new LoweringException(frame.Error(
                expression, DiagnosticIds.TooDeep,
                $"The declaration nests more than {DepthLimit} expressions, counted through all blocks around this one; put parts of "
                    + "it into locals"));
        }

        _depth++;
    }

    public void Leave() => _depth--;

    /// <returns>Null where it is unknown.</returns>
    public bool? Condition(Frame frame, Expression expression)
    {
        object value = Evaluate(frame, expression);
        if (value is bool flag) return flag;
        if (value is not UnknownValue)
        {
            _errors.Add(frame.Error(
                expression.Id, DiagnosticIds.UnexpectedValue,
                $"The condition is {Scalars.Describe(value)}, but true or false was expected; write a comparison such as 'stride == 1'"));
        }

        return null;
    }

    private object EvaluateOne(Frame frame, Expression expression) => expression switch
    {
        Literal literal => literal.Value,
        Unreadable => frame.Forget(),
        Template template => EvaluateTemplate(frame, template),
        Name name => EvaluateName(frame, name),
        Member member => EvaluateMember(frame, member),
        Unary unary => EvaluateUnary(frame, unary),
        Binary binary => EvaluateBinary(frame, binary),
        Conditional conditional => Condition(frame, conditional.Condition) switch
        {
            true => Evaluate(frame, conditional.WhenTrue),
            false => Evaluate(frame, conditional.WhenFalse),
            null => UnknownValue.Instance,
        },
        TupleOf tuple => EvaluateTuple(frame, tuple),
        Declarations.Index index => _arrays.Element(frame, index),
        FromEnd => Mistake(
            frame, expression, DiagnosticIds.UnexpectedValue, "An index from the end stands in brackets only, as in 'parts[^1]'"),
        ArrayOf array => _arrays.Create(frame, array),
        NewArray array => _arrays.Create(frame, array),
        Positions positions => new PositionSlices(this, _lowering, _errors).Evaluate(frame, positions),
        Call call => EvaluateCall(frame, call),
        CallMethod call => _methods.Call(frame, call),
        CallValue call => _layers.Call(frame, call),
        LayerReference layer => _layers.Find(frame, layer),
        Fail fail => Mistake(
            frame, fail, DiagnosticIds.Thrown,
            Evaluate(frame, fail.Message) is string text && text.Length > 0 ? text : "The declaration throws an exception here"),
        _ => throw new InvalidOperationException($"The expression {expression.GetType().Name} is unknown."),
    };

    private object EvaluateName(Frame frame, Name name)
    {
        if (frame.TryFind(name.Identifier, out object? value)) return value!;
        if (frame.HasForgotten) return UnknownValue.Instance;
        string mend = name.Identifier == "index"
            ? "it is the number of the repetition, so the operation needs a Repeat"
            : "use a parameter of the block, or x for the layer's input";
        return Mistake(frame, name, DiagnosticIds.UnknownName, $"'{name.Identifier}' is unknown in this expression; {mend}");
    }

    private object EvaluateTemplate(Frame frame, Template template)
    {
        object[] parts = [.. template.Parts.Select(part => Evaluate(frame, part))];
        if (parts.Any(part => part is UnknownValue)) return UnknownValue.Instance;
        string name = string.Concat(parts.Select(Scalars.Text));
        return ParameterPath.MistakeIn(name) is { } mistake
            ? Mistake(
                frame, template, DiagnosticIds.InvalidName,
                $"The name '{ParameterPath.InOneLine(name)}' {mistake}; a name is made of segments with dots between them, in which "
                    + $"{{expression}} stands for a value")
            : name;
    }

    private object EvaluateTuple(Frame frame, TupleOf tuple)
    {
        object[] items = [.. tuple.Elements.Select(element => Evaluate(frame, element))];
        if (items.All(item => item is int)) return items.Cast<int>().ToEquatableArray();
        // Of several tensors, one that is unknown leaves the others known; of sizes, nothing is left.
        return items.Any(item => item is UnknownValue) && !items.Any(item => item is TensorValue)
            ? UnknownValue.Instance
            : new Several(items);
    }

    private object EvaluateMember(Frame frame, Member member)
    {
        object target = Evaluate(frame, member.Target);
        if (target is UnknownValue) return target;
        if (target is Several several && member.Identifier == "Length") return several.Items.Count;
        Shape? shape = target is TensorValue tensor ? _lowering.Shape(tensor) : null;
        return (shape, member.Identifier) switch
        {
            ({ } known, "Channels") => known.Channels,
            ({ } known, "Width" or "Length") => known.Width,
            ({ } known, "Height") => known.Height,
            ({ } known, "Frames") => known.Frames,
            ({ } known, "Rank") => known.Rank,
            _ => Mistake(
                frame, member, DiagnosticIds.UnexpectedValue,
                $"'{member.Identifier}' was asked of {Scalars.Describe(target)}; "
                + "only tensors have a shape: Channels, Width, Height, Length, Frames, Rank"),
        };
    }

    private object EvaluateUnary(Frame frame, Unary unary)
    {
        object operand = Evaluate(frame, unary.Operand);
        if (unary.Operator == "+" && operand is TensorValue) return operand;
        return Compute(
            frame, unary, [operand],
            () => Apply(frame, unary, TensorArithmetic.Of(unary.Operator, operand)) ?? Scalars.Unary(unary.Operator, operand),
            () => $"'{unary.Operator}' does not apply to {Scalars.Describe(operand)}");
    }

    private object EvaluateBinary(Frame frame, Binary binary)
    {
        if (binary.Operator is "&&" or "||")
        {
            bool decides = binary.Operator == "||";
            return Condition(frame, binary.Left) switch
            {
                null => UnknownValue.Instance,
                { } left when left == decides => left,
                _ => Condition(frame, binary.Right) is { } right ? right : UnknownValue.Instance,
            };
        }

        object first = Evaluate(frame, binary.Left), second = Evaluate(frame, binary.Right);
        if (TensorArithmetic.MistakeIn(binary.Operator, first, second) is { } mistake)
            return Mistake(frame, binary, DiagnosticIds.Arithmetic, mistake);
        return Compute(
            frame, binary, [first, second],
            () => Apply(frame, binary, TensorArithmetic.Of(binary.Operator, first, second))
                ?? Scalars.Binary(binary.Operator, first, second),
            () => $"'{binary.Operator}' does not apply to {Scalars.Describe(first)} and {Scalars.Describe(second)}");
    }

    private object? Apply(Frame frame, Expression expression, TensorArithmetic? operation) => operation is null ? null
        : _lowering.ApplyFunction(
            new OperationUse(frame, expression.Id, [], frame.Prefix), operation.Function, operation.Arguments, operation.Inputs);

    private object EvaluateCall(Frame frame, Call call)
    {
        Step(frame, call.Id);
        // A loop, for what nests deepest: it takes least of the stack.
        var values = new object[call.Arguments.Count];
        for (int i = 0; i < values.Length; i++) values[i] = Evaluate(frame, call.Arguments[i].Value);
        if (call.Function.StartsWith("Math.", StringComparison.Ordinal) || call.Function.StartsWith("(", StringComparison.Ordinal))
        {
            return Compute(
                frame, call, values, () => Scalars.Call(call.Function, values),
                () => $"{call.Function} does not apply to {string.Join(", ", values.Select(Scalars.Describe))}");
        }

        LayerSpec? named = frame.Declaration.Layers.FirstOrDefault(layer => layer.Name == call.Function);
        // A value that is a parameter; Parse calls nothing else that way.
        if (values.Length == 0 && named is { IsParameter: true }) return _lowering.ApplyParameter(frame, named);
        return named is { } layer
            ? _layers.Call(frame, call, new LayerValue(layer, null), values)
            : CallFunction(frame, call, values);
    }

    private object CallFunction(Frame frame, Call call, object[] values)
    {
        if (call.Function is Tap.Name or "Ops." + Tap.Name)
            return _lowering.ApplyTap(frame, call, Given("x"), Given("name"));
        var inputs = new List<int>();
        var named = new List<KeyValuePair<string, object>>();
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is TensorValue tensor)
            {
                inputs.Add(tensor.Node);
            }
            else if (values[i] is Several several && several.Items.All(item => item is TensorValue or UnknownValue))
            {
                if (several.Items.Any(item => item is UnknownValue)) return UnknownValue.Instance;
                inputs.AddRange(several.Items.Cast<TensorValue>().Select(item => item.Node));
            }
            else if (Arrays.WholeNumbers(values[i]) is { } numbers)
            {
                named.Add(new(call.Arguments[i].Name, numbers));
            }
            else
            {
                // What ought to be a tensor and is unknown.
                if (values[i] is UnknownValue && IsTensor(call.Arguments[i].Name)) return UnknownValue.Instance;
                named.Add(new(call.Arguments[i].Name, values[i]));
            }
        }

        string function = call.Function.StartsWith("Ops.", StringComparison.Ordinal) ? call.Function.Substring(4) : call.Function;
        return _lowering.ApplyFunction(new OperationUse(frame, call.Id, call.Arguments, frame.Prefix), function, named, inputs);

        object? Given(string name) =>
            call.Arguments.Zip(values, (argument, value) => argument.Name == name ? value : null)
                .FirstOrDefault(value => value is not null);
    }

    /// <summary>The functions of <c>Ops</c> call their tensors alike.</summary>
    private static bool IsTensor(string parameter) =>
        parameter is "x" or "y" or "values" or "a" or "b" or "q" or "k" or "v" or "mask";

    private object Compute(Frame frame, Expression expression, object[] operands, Func<object?> compute, Func<string> mistake)
    {
        if (operands.Any(operand => operand is UnknownValue)) return UnknownValue.Instance;
        try
        {
            return compute()
                ?? Mistake(frame, expression, DiagnosticIds.UnexpectedValue, mistake() + "; use numbers, or compare values of one kind");
        }
        catch (DivideByZeroException)
        {
            return Mistake(
                frame, expression, DiagnosticIds.Arithmetic, "The expression divides by zero; check the values that the block is given");
        }
        catch (OverflowException)
        {
            return Mistake(
                frame, expression, DiagnosticIds.Arithmetic,
                "The result does not fit into a whole number (int); check the values that the block is given");
        }
    }

    private UnknownValue Mistake(Frame frame, Expression expression, string id, string message) =>
        _errors.Add(frame.Error(expression.Id, id, message));
}
