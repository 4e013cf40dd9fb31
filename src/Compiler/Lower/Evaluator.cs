using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>Evaluates the expressions and statements of a declaration. What a call does to the graph, <see cref="NetworkLowering"/>
/// knows.</summary>
internal sealed class Evaluator(NetworkLowering lowering)
{
    private const int StepLimit = 100_000;
    private int _steps;

    /// <summary>Counts towards the limit that ends a declaration that would not end by itself.</summary>
    public void Step(Frame frame, int expression)
    {
        if (++_steps > StepLimit)
        {
            throw frame.Error(
                expression, DiagnosticIds.TooManySteps,
                $"The declaration takes more than {StepLimit} steps to expand; check that the condition of every loop becomes false, " +
                "or use fewer repetitions");
        }
    }

    /// <summary>Runs <c>Forward</c>; the value that it returns.</summary>
    public object Run(Frame frame, ForwardSpec forward) =>
        Run(frame, forward.Body)
            ?? throw frame.Error(forward.Id, DiagnosticIds.UnexpectedValue, "Forward ends without a return; return a Tensor");

    public object Evaluate(Frame frame, Expression expression)
    {
        switch (expression)
        {
            case Literal literal:
                return literal.Value;
            case Template template:
                return EvaluateTemplate(frame, template);
            case Name name:
                return frame.Values.TryGetValue(name.Identifier, out object? value)
                    ? value
                    : throw frame.Error(
                        name.Id, DiagnosticIds.UnknownName,
                        name.Identifier == "index"
                            ? "'index' is unknown in this expression; it is the number of the repetition, so the operation needs a Repeat"
                            : $"'{name.Identifier}' is unknown in this expression; " +
                            "use a parameter of the block, or x for the layer's input");
            case Member member:
                return EvaluateMember(frame, member);
            case Unary unary:
                return Compute(frame, unary.Id, () => Scalars.Unary(unary.Operator, Evaluate(frame, unary.Operand)), () =>
                    $"'{unary.Operator}' does not apply to this value");
            case Binary binary:
                return EvaluateBinary(frame, binary);
            case Conditional conditional:
                return Evaluate(frame, Condition(frame, conditional.Condition) ? conditional.WhenTrue : conditional.WhenFalse);
            case TupleOf tuple:
                object[] items = [.. tuple.Elements.Select(element => Evaluate(frame, element))];
                return items.All(item => item is int) ? items.Cast<int>().ToEquatableArray() : new Several(new(items));
            case Declarations.Index index:
                return EvaluateIndex(frame, index);
            case Call call:
                return EvaluateCall(frame, call);
            default:
                throw new InvalidOperationException($"The expression {expression.GetType().Name} is unknown.");
        }
    }

    public bool Condition(Frame frame, Expression expression) => Evaluate(frame, expression) switch
    {
        bool flag => flag,
        var value => throw frame.Error(
            expression.Id, DiagnosticIds.UnexpectedValue,
            $"The condition is {Scalars.Describe(value)}, but true or false was expected; write a comparison such as 'stride == 1'"),
    };

    public TensorValue Tensor(Frame frame, Expression expression) => Evaluate(frame, expression) switch
    {
        TensorValue tensor => tensor,
        var value => throw frame.Error(expression.Id, DiagnosticIds.UnexpectedValue,
            $"A tensor was expected here, but this is {Scalars.Describe(value)}"),
    };

    private object? Run(Frame frame, EquatableArray<Statement> statements)
    {
        foreach (Statement statement in statements)
        {
            Step(frame, statement.Id);
            switch (statement)
            {
                case DeclareLocals locals:
                    Bind(frame, locals.Id, locals.Names, Evaluate(frame, locals.Value));
                    break;
                case Assign assign:
                    Bind(frame, assign.Id, assign.Names, Evaluate(frame, assign.Value));
                    break;
                case If branch:
                    if (Run(frame, Condition(frame, branch.Condition) ? branch.Then : branch.Else) is { } fromBranch) return fromBranch;
                    break;
                case For loop:
                    for (frame.Values[loop.Variable] = Evaluate(frame, loop.First);
                        Condition(frame, loop.Condition);
                        frame.Values[loop.Variable] = Evaluate(frame, loop.Next))
                    {
                        Step(frame, loop.Id);
                        if (Run(frame, loop.Body) is { } fromLoop) return fromLoop;
                    }

                    break;
                case Return returned:
                    return Evaluate(frame, returned.Value);
                default:
                    throw new InvalidOperationException($"The statement {statement.GetType().Name} is unknown.");
            }
        }

        return null;
    }

    private static void Bind(Frame frame, int statement, EquatableArray<string> names, object value)
    {
        if (names.Count == 1)
        {
            frame.Values[names[0]] = value;
            return;
        }

        object[] parts = value switch
        {
            Several several => [.. several.Items],
            EquatableArray<int> sizes => [.. sizes.Cast<object>()],
            _ => [value],
        };
        if (parts.Length != names.Count)
        {
            throw frame.Error(
                statement, DiagnosticIds.UnexpectedValue,
                $"{names.Count} values are taken apart here, but the right side has {parts.Length}; " +
                    "name as many locals as there are parts");
        }

        for (int i = 0; i < parts.Length; i++) frame.Values[names[i]] = parts[i];
    }

    private string EvaluateTemplate(Frame frame, Template template)
    {
        string name = string.Concat(template.Parts.Select(part => Scalars.Text(Evaluate(frame, part))));
        return ParameterPath.MistakeIn(name) is { } mistake
            ? throw frame.Error(
                template.Id, DiagnosticIds.InvalidName,
                $"The name '{name}' {mistake}; a name is made of segments with dots between them, "
                + "in which {expression} stands for a value")
            : name;
    }

    private object EvaluateMember(Frame frame, Member member)
    {
        object target = Evaluate(frame, member.Target);
        if (target is Several several && member.Identifier == "Length") return several.Items.Count;
        Shape? shape = target is TensorValue tensor ? lowering.Shape(tensor) : null;
        return (shape, member.Identifier) switch
        {
            ({ } known, "Channels") => known.Channels,
            ({ } known, "Width" or "Length") => known.Width,
            ({ } known, "Height") => known.Height,
            ({ } known, "Frames") => known.Frames,
            ({ } known, "Rank") => known.Rank,
            _ => throw frame.Error(
                member.Id, DiagnosticIds.UnexpectedValue,
                $"'{member.Identifier}' was asked of {Scalars.Describe(target)}; only tensors have a shape: Channels, Width, Height, " +
                "Length, Frames, Rank"),
        };
    }

    private object EvaluateBinary(Frame frame, Binary binary)
    {
        if (binary.Operator is "&&" or "||")
        {
            bool left = Condition(frame, binary.Left);
            return left == (binary.Operator == "||") ? left : Condition(frame, binary.Right);
        }

        object first = Evaluate(frame, binary.Left), second = Evaluate(frame, binary.Right);
        if (first is TensorValue a && second is TensorValue b && binary.Operator is "+" or "*")
        {
            return lowering.ApplyFunction(frame, binary.Id, binary.Operator == "+"
                ? "Add"
                : "Multiply", [((TensorValue)first).Node, ((TensorValue)second).Node], []);
        }

        return Compute(
            frame, binary.Id, () => Scalars.Binary(binary.Operator, first, second),
            () => $"'{binary.Operator}' does not apply to {Scalars.Describe(first)} and {Scalars.Describe(second)}");
    }

    private object EvaluateIndex(Frame frame, Declarations.Index index)
    {
        object target = Evaluate(frame, index.Target), position = Evaluate(frame, index.Position);
        if (target is not Several several || position is not int number)
        {
            throw frame.Error(
                index.Id, DiagnosticIds.UnexpectedValue,
                $"{Scalars.Describe(target)} cannot be indexed with {Scalars.Describe(position)}; index the result of Split with a " +
                "whole number");
        }

        return number >= 0 && number < several.Items.Count
            ? several.Items[number]
            : throw frame.Error(
                index.Id, DiagnosticIds.UnexpectedValue,
                $"The index is {number}, but there are {several.Items.Count} parts; use 0 to {several.Items.Count - 1}");
    }

    private object EvaluateCall(Frame frame, Call call)
    {
        Step(frame, call.Id);
        if (call.Function.StartsWith("Math.", StringComparison.Ordinal) || call.Function.StartsWith("(", StringComparison.Ordinal))
        {
            object[] arguments = [.. call.Arguments.Select(argument => Evaluate(frame, argument.Value))];
            return Compute(
                frame, call.Id, () => Scalars.Call(call.Function, arguments),
                () => $"{call.Function} does not apply to {string.Join(", ", arguments.Select(Scalars.Describe))}");
        }

        if (frame.Declaration.Layers.FirstOrDefault(layer => layer.Name == call.Function) is { } layer)
        {
            TensorValue input = call.Arguments.Count == 1
                ? Tensor(frame, call.Arguments[0].Value)
                : throw frame.Error(call.Id, DiagnosticIds.UnexpectedValue,
                    $"The layer '{call.Function}' is called with {call.Arguments.Count} values; it takes one tensor");
            return lowering.ApplyLayer(frame, layer, input);
        }

        var inputs = new List<int>();
        var named = new List<KeyValuePair<string, object>>();
        foreach (Argument argument in call.Arguments)
        {
            object value = Evaluate(frame, argument.Value);
            if (value is TensorValue tensor) inputs.Add(tensor.Node);
            else if (value is Several several && several.Items.All(item => item is TensorValue))
                inputs.AddRange(several.Items.Cast<TensorValue>().Select(item => item.Node));
            else named.Add(new(argument.Name, value));
        }

        string function = call.Function.StartsWith("Ops.", StringComparison.Ordinal) ? call.Function.Substring(4) : call.Function;
        return lowering.ApplyFunction(frame, call.Id, function, inputs, named);
    }

    private static object Compute(Frame frame, int expression, Func<object?> compute, Func<string> mistake)
    {
        try
        {
            return compute() ?? throw frame.Error(expression, DiagnosticIds.UnexpectedValue,
                mistake() + "; use numbers, or compare values of one kind");
        }
        catch (DivideByZeroException)
        {
            throw frame.Error(expression, DiagnosticIds.Arithmetic,
                "The expression divides by zero; check the values that the block is given");
        }
        catch (OverflowException)
        {
            throw frame.Error(expression, DiagnosticIds.Arithmetic,
                "The result does not fit into a whole number (int); check the values that the block is given");
        }
    }
}
