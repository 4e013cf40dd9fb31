using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>Runs the methods of the user's own that a declaration calls.</summary>
internal sealed class MethodCalls(Evaluator evaluator, StatementRunner statements, LoweringErrors errors)
{
    // No sensible helper nests deeper; one that calls itself without end does.
    private const int DepthLimit = 64;

    public object Call(Frame frame, CallMethod call)
    {
        evaluator.Step(frame, call.Id);
        MethodSpec method = frame.Declaration.Methods.First(candidate => candidate.Key == call.Method);
        var values = new Dictionary<string, object>();
        if (method is { IsInstance: true, Enclosing: null })
        {
            foreach (BlockParameter parameter in frame.Declaration.Parameters)
                if (frame.Home.Values.TryGetValue(parameter.Name, out object? value)) values[parameter.Name] = value;
        }

        for (int i = 0; i < method.Parameters.Count; i++)
        {
            object value = evaluator.Evaluate(frame, call.Arguments[i]);
            values[method.Parameters[i].Name] = Convert(frame, method, method.Parameters[i], call.Arguments[i].Id, value);
        }

        if (Depth(frame) >= DepthLimit)
        {
            throw new LoweringException(frame.Error(
                call.Id, DiagnosticIds.Recursion,
                $"The method '{method.Name}' calls itself without end: more than {DepthLimit} calls are nested; end the recursion with a "
                    + "condition that becomes false"));
        }

        var own = new Frame(frame.Declaration, frame.Prefix, frame.Trail, frame, call.Id)
        {
            Values = values,
            Home = frame.Home,
            Method = method,
            Enclosing = Enclosing(frame, method),
        };
        return statements.Run(own, method.Id, method.Name, method.Body);
    }

    /// <summary>The value of an argument as the parameter's type has it: C# has checked those in code, but not those in texts.</summary>
    private object Convert(Frame frame, MethodSpec method, MethodParameter parameter, int argument, object value)
    {
        string? expected = (parameter.Type, value) switch
        {
            (_, UnknownValue) or ("", _) or ("int", int) or ("double" or "float", double or int) or ("bool", bool)
                or ("string", string) => null,
            ("int", _) => ArgumentText.NotWhole(value),
            ("double" or "float", _) => $"{Scalars.Describe(value)}, but a number was expected",
            ("bool", _) => $"{Scalars.Describe(value)}, but true or false was expected",
            _ => $"{Scalars.Describe(value)}, but a text was expected",
        };
        if (expected is null)
        {
            return (parameter.Type, value) switch
            {
                ("double", int whole) => (double)whole,
                ("float", int or double) => Scalars.Call("(float)", [value])!,
                _ => value,
            };
        }

        return errors.Add(frame.Error(
            argument, DiagnosticIds.UnexpectedValue, $"The parameter '{parameter.Name}' of '{method.Name}' is {expected}"));
    }

    /// <summary>Of a local function, the frame in which it is declared: one of those that are running.</summary>
    private static Frame? Enclosing(Frame caller, MethodSpec method)
    {
        if (method.Enclosing is not { } around) return null;
        Frame? frame = caller;
        while (frame is not null && (frame.Method?.Key ?? "") != around) frame = frame.Enclosing;
        return frame;
    }

    private static int Depth(Frame frame)
    {
        int depth = 0;
        for (Frame? caller = frame; caller?.Method is not null; caller = caller.Parent) depth++;
        return depth;
    }
}
