namespace Fusion.Import.Writing;

/// <summary>Writes how the layers of a class are connected.</summary>
internal sealed class ForwardWriter
{
    private const int MostNested = 100;
    private static readonly string[] s_locals = ["y", "z", "u", "v", "w"];

    private readonly Body _body;
    private readonly Dictionary<int, Term> _values = [];
    private readonly Dictionary<int, int> _readers = [];
    private readonly HashSet<string> _taken = [];
    private readonly List<string> _statements = [];
    private int _locals;

    private ForwardWriter(Body body)
    {
        _body = body;
        _taken.UnionWith(body.Fields.Select(field => field.Name));
        _taken.UnionWith(body.InputNames);
        foreach (int value in body.Steps.SelectMany(ReadBy).Concat(body.Outputs))
            _readers[value] = _readers.GetValueOrDefault(value) + 1;
        for (int i = 0; i < body.Inputs.Count; i++) _values[body.Inputs[i]] = new Term(body.InputNames[i], 3);
    }

    /// <summary>The method in lines, without indentation.</summary>
    /// <param name="parameters">What stands in its parentheses.</param>
    public static IReadOnlyList<string> Write(Body body, string parameters)
    {
        var writer = new ForwardWriter(body);
        string result = writer.Run();
        string type = body.Outputs.Count == 1 ? "Tensor"
            : "(" + string.Join(", ", body.OutputNames.Select(name => "Tensor " + name)) + ")";
        string head = $"{type} Forward({parameters})";
        if (writer._statements.Count == 0)
        {
            string line = $"{head} => {result};";
            return line.Length <= 110 ? [line] : [.. Wrap(head + " =>"), .. Wrap("    " + result + ";")];
        }

        return [.. Wrap(head), "{", .. writer._statements.SelectMany(line => Wrap("    " + line)), .. Wrap($"    return {result};"), "}"];
    }

    private string Run()
    {
        foreach (Step step in _body.Steps) Add(step);
        return _body.Outputs.Count == 1 ? _values[_body.Outputs[0]].Text
            : "(" + string.Join(", ", _body.Outputs.Select(output => _values[output].Text)) + ")";
    }

    private void Add(Step step)
    {
        if (step.Field is { IsParameter: true } parameter)
        {
            _values[step.Result] = new Term(parameter.Name, 3);
            return;
        }

        Term[] inputs = [.. step.Use.Inputs.Select(input => _values[input])];
        Term term = step.Field is { } field
            ? new Term($"{field.Name}({string.Join(", ", inputs.Select(input => input.Text))})", 3)
            : Terms.Of(step.Use, inputs);
        if (step.Condition is { } condition) term = Conditional(step, condition, inputs, term);
        bool isNested = _readers.GetValueOrDefault(step.Result) == 1
            && (term.Text.Length <= MostNested || (step.Result == _body.Outputs[0] && _body.Outputs.Count == 1));
        _values[step.Result] = isNested ? term : new Term(Local(term), 3);
    }

    /// <summary>A layer or the input itself; a sum with the input or none.</summary>
    private Term Conditional(Step step, string condition, Term[] inputs, Term term)
    {
        if (step.Field is not null) return new Term($"{condition} ? {inputs[0].Text} : {term.Text}", -1);
        int other = step.Use.Inputs[0] == _body.Inputs[0] ? 1 : 0;
        if (inputs[other].Text.Length > 24)
        {
            inputs[other] = new Term(Local(inputs[other]), 3);
            term = Terms.Of(step.Use, inputs);
        }

        return new Term($"{condition} ? {term.Text} : {inputs[other].Text}", -1);
    }

    private string Local(Term term)
    {
        string name;
        do
        {
            name = _locals < s_locals.Length ? s_locals[_locals] : $"y{_locals - s_locals.Length + 1}";
            _locals++;
        }
        while (!_taken.Add(name));
        _statements.Add($"var {name} = {term.Text};");
        return name;
    }

    private static IEnumerable<int> ReadBy(Step step) => step.Use.Inputs;

    /// <summary>Lines of at most 130 columns, broken behind commas and before operators.</summary>
    private static IEnumerable<string> Wrap(string line)
    {
        string indent = new string(' ', line.TakeWhile(c => c == ' ').Count() + 4);
        while (line.Length > 126)
        {
            int at = Math.Max(line.LastIndexOf(", ", 124, StringComparison.Ordinal) + 1,
                line.LastIndexOf(" + ", 124, StringComparison.Ordinal));
            if (at <= indent.Length) break;
            yield return line[..at];
            line = indent + line[(at + 1)..];
        }

        yield return line;
    }
}
