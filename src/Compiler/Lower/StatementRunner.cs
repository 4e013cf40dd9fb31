using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>Runs the statements of <c>Forward</c>. Where it is unknown what runs, so is every local that it would assign.</summary>
internal sealed class StatementRunner(Evaluator evaluator, LoweringErrors errors)
{
    /// <returns>The value that <c>Forward</c> returns.</returns>
    public object Run(Frame frame, ForwardSpec forward)
    {
        if (Run(frame, forward.Body) is { } returned) return returned;
        return HasUnreadable(forward.Body)
            ? UnknownValue.Instance
            : errors.Add(frame.Error(forward.Id, DiagnosticIds.UnexpectedValue, "Forward ends without a return; return a Tensor"));
    }

    /// <returns>Null where nothing is returned.</returns>
    private object? Run(Frame frame, EquatableArray<Statement> statements)
    {
        foreach (Statement statement in statements)
        {
            evaluator.Step(frame, statement.Id);
            object? returned = statement switch
            {
                DeclareLocals locals => Bind(frame, locals.Id, locals.Names, evaluator.Evaluate(frame, locals.Value)),
                Assign assign => Bind(frame, assign.Id, assign.Names, evaluator.Evaluate(frame, assign.Value)),
                If branch => evaluator.Condition(frame, branch.Condition) switch
                {
                    true => Run(frame, branch.Then),
                    false => Run(frame, branch.Else),
                    null => Skip(frame, [.. branch.Then, .. branch.Else]),
                },
                For loop => RunLoop(frame, loop),
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
        while (true)
        {
            switch (evaluator.Condition(frame, loop.Condition))
            {
                case false:
                    return null;
                case null:
                    frame.Values[loop.Variable] = UnknownValue.Instance;
                    return Skip(frame, loop.Body);
            }

            evaluator.Step(frame, loop.Id);
            if (Run(frame, loop.Body) is { } returned) return returned;
            frame.Values[loop.Variable] = evaluator.Evaluate(frame, loop.Next);
        }
    }

    /// <summary>Passes over statements of which it is unknown whether they run.</summary>
    private static object? Skip(Frame frame, EquatableArray<Statement> statements)
    {
        object? returned = null;
        foreach (Statement statement in statements)
        {
            switch (statement)
            {
                case Assign assign:
                    foreach (string name in assign.Names) frame.Values[name] = UnknownValue.Instance;
                    break;
                case If branch:
                    returned ??= Skip(frame, [.. branch.Then, .. branch.Else]);
                    break;
                case For loop:
                    returned ??= Skip(frame, loop.Body);
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

    /// <summary>Whether a return may be hidden in what Parse could not read.</summary>
    private static bool HasUnreadable(EquatableArray<Statement> statements) => statements.Any(statement => statement switch
    {
        UnreadableStatement => true,
        If branch => HasUnreadable(branch.Then) || HasUnreadable(branch.Else),
        For loop => HasUnreadable(loop.Body),
        _ => false,
    });

    private static object? Forget(Frame frame)
    {
        foreach (string name in frame.Values.Keys.ToList())
        {
            if (!frame.Declaration.Parameters.Any(parameter => parameter.Name == name)) frame.Values[name] = UnknownValue.Instance;
        }

        return null;
    }

    private object? Bind(Frame frame, int statement, EquatableArray<string> names, object value)
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

        for (int i = 0; i < parts.Length; i++) frame.Values[names[i]] = parts[i];
        return null;
    }
}
