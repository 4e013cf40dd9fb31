using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>Runs the statements of <c>Forward</c>. Where it is unknown what runs, so is every local that it would assign.</summary>
internal sealed class StatementRunner(Evaluator evaluator, LoweringErrors errors)
{
    // No loop of a declaration makes so many, and ends.
    private const int ManyTurns = 500;

    private readonly Arrays _arrays = new(evaluator, errors);

    /// <returns>The value that <c>Forward</c> returns.</returns>
    public object Run(Frame frame, ForwardSpec forward) => Run(frame, forward.Id, "Forward", forward.Body);

    /// <returns>The value that a method returns.</returns>
    public object Run(Frame frame, int id, string name, EquatableArray<Statement> body)
    {
        if (Run(frame, body) is { } returned) return returned;
        return HasUnreadable(body)
            ? UnknownValue.Instance
            : errors.Add(frame.Error(id, DiagnosticIds.UnexpectedValue, $"{name} ends without a return; return a Tensor"));
    }

    /// <returns>Null where nothing is returned; a <see cref="Jump"/> where the loop around it ends, or goes on with its next
    /// turn.</returns>
    private object? Run(Frame frame, EquatableArray<Statement> statements)
    {
        // Methods that call themselves may do so within statements within statements.
        if (frame.Method is not null && statements.Count > 0) evaluator.Enter(frame, statements[0].Id);
        object? returned = RunAll(frame, statements);
        if (frame.Method is not null && statements.Count > 0) evaluator.Leave();
        return returned;
    }

    private object? RunAll(Frame frame, EquatableArray<Statement> statements)
    {
        foreach (Statement statement in statements)
        {
            evaluator.Step(frame, statement.Id);
            object? returned = statement switch
            {
                DeclareLocals locals => Bind(frame, locals.Id, locals.Names, evaluator.Evaluate(frame, locals.Value), declares: true),
                Assign assign => Bind(frame, assign.Id, assign.Names, evaluator.Evaluate(frame, assign.Value), declares: false),
                If branch => evaluator.Condition(frame, branch.Condition) switch
                {
                    true => Run(frame, branch.Then),
                    false => Run(frame, branch.Else),
                    null => Skip(frame, [.. branch.Then, .. branch.Else]),
                },
                For loop => RunLoop(frame, loop),
                While loop => RunLoop(frame, loop),
                ForEach loop => RunLoop(frame, loop),
                Jump jump => jump,
                AssignElement assign => Assign(frame, assign),
                Return result => evaluator.Evaluate(frame, result.Value),
                UnreadableStatement => Forget(frame),
                _ => throw new InvalidOperationException($"The statement {statement.GetType().Name} is unknown."),
            };
            if (returned is not null) return returned;
        }

        return null;
    }

    private object? RunLoop(Frame frame, For loop)
    {
        frame.Values[loop.Variable] = evaluator.Evaluate(frame, loop.First);
        for (int turn = 0; ; turn++)
        {
            switch (evaluator.Condition(frame, loop.Condition))
            {
                case false:
                    return null;
                case null:
                    frame.Values[loop.Variable] = UnknownValue.Instance;
                    return WithoutJump(Skip(frame, loop.Body));
            }

            object? returned = Turn(frame, loop, loop.Body, turn);
            if (returned is Jump { Ends: true }) return null;
            if (returned is not (null or Jump)) return returned;
            frame.Values[loop.Variable] = evaluator.Evaluate(frame, loop.Next);
        }
    }

    private object? RunLoop(Frame frame, While loop)
    {
        // What would end it may be among what could not be read.
        if (HasUnreadable(loop.Body)) return WithoutJump(Skip(frame, loop.Body));
        for (int turn = 0; ; turn++)
        {
            switch (loop.RunsFirst && turn == 0 ? true : evaluator.Condition(frame, loop.Condition))
            {
                case false:
                    return null;
                case null:
                    return WithoutJump(Skip(frame, loop.Body));
            }

            object? returned = Turn(frame, loop, loop.Body, turn);
            if (returned is Jump { Ends: true }) return null;
            if (returned is not (null or Jump)) return returned;
        }
    }

    /// <summary>Runs the body once. What takes too long is reported at a loop that has made many turns, rather than at what happens to
    /// stand in it.</summary>
    private object? Turn(Frame frame, Statement loop, EquatableArray<Statement> body, int turn)
    {
        try
        {
            evaluator.Step(frame, loop.Id);
            return Run(frame, body);
        }
        catch (LoweringException exception) when (exception.Error.Id == DiagnosticIds.TooManySteps && !exception.IsOfLoop
            && (turn >= ManyTurns || loop is While { Condition: Literal }))
        {
            string mend = loop is While { Condition: Literal }
                ? "leave it with break, or give it a condition that becomes false" : "check that its condition becomes false";
            LoweringError error = frame.Error(
                loop.Id, DiagnosticIds.TooManySteps, $"The loop has not ended after {turn} turns; {mend}");
            throw new LoweringException(error) { IsOfLoop = true };
        }
    }

    private object? RunLoop(Frame frame, ForEach loop)
    {
        object source = evaluator.Evaluate(frame, loop.Source);
        if (Arrays.Items(source) is not { } items)
        {
            if (source is not UnknownValue)
            {
                errors.Add(frame.Error(
                    loop.Source.Id, DiagnosticIds.UnexpectedValue,
                    $"This is {Scalars.Describe(source)}, but foreach runs over the elements of an array"));
            }

            foreach (string name in loop.Names) frame.Values[name] = UnknownValue.Instance;
            return WithoutJump(Skip(frame, loop.Body));
        }

        for (int i = 0; i < items.Count; i++)
        {
            evaluator.Step(frame, loop.Id);
            object item = items[i] is UnassignedValue
                ? errors.Add(frame.Error(
                    loop.Source.Id, DiagnosticIds.UnexpectedValue, $"The element {i} has no value yet; assign one before it is used"))
                : items[i];
            Bind(frame, loop.Id, loop.Names, item, declares: true);
            object? returned = Run(frame, loop.Body);
            if (returned is Jump { Ends: true }) return null;
            if (returned is not (null or Jump)) return returned;
        }

        return null;
    }

    private object? Assign(Frame frame, AssignElement assign)
    {
        _arrays.Assign(frame, assign);
        return null;
    }

    /// <summary>Passes over statements of which it is unknown whether they run.</summary>
    private object? Skip(Frame frame, EquatableArray<Statement> statements)
    {
        object? returned = null;
        foreach (Statement statement in statements)
        {
            switch (statement)
            {
                case Assign assign:
                    foreach (string name in assign.Names) frame.Assign(name, UnknownValue.Instance);
                    break;
                case AssignElement assign:
                    if (assign.Target is Name target && frame.TryFind(target.Identifier, out object? array)) Arrays.Forget(array);
                    break;
                case If branch:
                    returned ??= Skip(frame, [.. branch.Then, .. branch.Else]);
                    break;
                case For loop:
                    returned ??= WithoutJump(Skip(frame, loop.Body));
                    break;
                case While loop:
                    returned ??= WithoutJump(Skip(frame, loop.Body));
                    break;
                case ForEach loop:
                    returned ??= WithoutJump(Skip(frame, loop.Body));
                    break;
                case Jump:
                    // The turns that may follow could assign anything.
                    Forget(frame);
                    returned ??= new Jump(statement.Id, Ends: true);
                    break;
                case Return:
                    returned ??= UnknownValue.Instance;
                    break;
                case UnreadableStatement:
                    Forget(frame);
                    break;
            }
        }

        return returned;
    }

    private static object? WithoutJump(object? returned) => returned is Jump ? null : returned;

    /// <summary>Whether a return may be hidden in what Parse could not read.</summary>
    private static bool HasUnreadable(EquatableArray<Statement> statements) => statements.Any(statement => statement switch
    {
        UnreadableStatement => true,
        If branch => HasUnreadable(branch.Then) || HasUnreadable(branch.Else),
        For loop => HasUnreadable(loop.Body),
        While loop => HasUnreadable(loop.Body),
        ForEach loop => HasUnreadable(loop.Body),
        _ => false,
    });

    private static object? Forget(Frame frame)
    {
        for (Frame? around = frame; around is not null; around = around.Enclosing)
        {
            around.HasForgotten = true;
            foreach (string name in around.Values.Keys.ToList())
            {
                if (!frame.Declaration.Parameters.Any(parameter => parameter.Name == name)) around.Values[name] = UnknownValue.Instance;
            }
        }

        return null;
    }

    private object? Bind(Frame frame, int statement, EquatableArray<string> names, object value, bool declares)
    {
        object[] parts = value switch
        {
            _ when names.Count == 1 => [value],
            UnknownValue => [.. names.Select(_ => value)],
            Several several => [.. several.Items],
            EquatableArray<int> sizes => [.. sizes.Cast<object>()],
            _ => [value],
        };
        if (parts.Length != names.Count)
        {
            UnknownValue unknown = errors.Add(frame.Error(
                statement, DiagnosticIds.UnexpectedValue,
                $"{names.Count} values are taken apart here, but the right side has {parts.Length}; name as many locals as there are "
                    + "parts"));
            parts = [.. names.Select(_ => (object)unknown)];
        }

        for (int i = 0; i < parts.Length; i++)
        {
            if (declares) frame.Values[names[i]] = parts[i];
            else frame.Assign(names[i], parts[i]);
        }

        return null;
    }
}
