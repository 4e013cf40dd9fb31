namespace Fusion.Compiler.Lower;

/// <summary>
/// What is wrong in one use of an operation: the mistake that a shape rule finds first, and those that stay, in the same words, whatever
/// stands in the place of the arguments that are known to be wrong.
/// </summary>
/// <param name="lower">Lowers the operation with some arguments to inputs of some shapes; the first mistake, null where there is
/// none.</param>
/// <param name="inputs">The inputs. Where they are unknown, samples of them, of which each must have a mistake, and the first two the
/// same.</param>
internal sealed class OperationMistakes(
    Func<IReadOnlyList<KeyValuePair<string, object>>, IReadOnlyList<Shape>, ShapeException?> lower,
    IReadOnlyList<IReadOnlyList<Shape>> inputs)
{
    /// <summary>What is tried in the place of a wrong argument; null is none at all.</summary>
    private static readonly object?[] s_values = [null, 1, 2, 3, 16, true, "Relu"];

    /// <summary>For each argument that is wrong, what it does not mind.</summary>
    private readonly Dictionary<string, IReadOnlyList<object?>> _wrong = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="arguments">Those with an unknown value are wrong already, and reported.</param>
    public IReadOnlyList<ShapeException> Find(IReadOnlyList<KeyValuePair<string, object>> arguments)
    {
        var mistakes = new List<ShapeException>();
        var known = arguments.Where(argument => argument.Value is not UnknownValue).ToList();
        foreach (var unknown in arguments.Where(argument => argument.Value is UnknownValue))
            if (!Replace(unknown.Key, known)) return [];
        while (FindNext(known) is { } mistake)
        {
            mistakes.Add(mistake);
            if (mistake.Argument is null || !Replace(mistake.Argument, known)) break;
        }

        return mistakes;
    }

    /// <summary>Puts other values in the place of a wrong argument.</summary>
    /// <returns>Whether there are any.</returns>
    private bool Replace(string name, IReadOnlyList<KeyValuePair<string, object>> arguments)
    {
        if (_wrong.ContainsKey(name)) return false;
        IReadOnlyList<object?> values = [.. s_values.Where(value =>
        {
            _wrong[name] = [value];
            return inputs.Take(2).All(shapes => !IsAbout(lower(Tried(arguments, 0), shapes), name));
        })];
        _wrong[name] = values;
        return values.Count > 0;
    }

    private ShapeException? FindNext(IReadOnlyList<KeyValuePair<string, object>> arguments)
    {
        ShapeException? found = null;
        for (int turn = 0; turn < _wrong.Values.Select(values => values.Count).DefaultIfEmpty(1).Max(); turn++)
        {
            var mistakes = inputs.Select(shapes => lower(Tried(arguments, turn), shapes)).ToList();
            if (mistakes.Any(mistake => mistake is null)) return null;
            // Not values for these arguments.
            if (_wrong.Keys.Any(name => mistakes.Any(mistake => IsAbout(mistake, name)))) continue;
            found ??= mistakes[0];
            if (mistakes.Take(2).Any(mistake => mistake!.Message != found!.Message)) return null;
        }

        return found;
    }

    /// <summary>The arguments that are not wrong, and values for the others.</summary>
    private IReadOnlyList<KeyValuePair<string, object>> Tried(IReadOnlyList<KeyValuePair<string, object>> arguments, int turn)
    {
        var tried = arguments.Where(argument => !_wrong.ContainsKey(argument.Key)).ToList();
        foreach (var wrong in _wrong)
            if (wrong.Value[turn % wrong.Value.Count] is { } value) tried.Add(new(wrong.Key, value));
        return tried;
    }

    private static bool IsAbout(ShapeException? mistake, string argument) =>
        argument.Equals(mistake?.Argument, StringComparison.OrdinalIgnoreCase);
}
