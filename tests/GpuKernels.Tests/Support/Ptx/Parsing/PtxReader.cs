using System.Globalization;
using System.Text.RegularExpressions;

namespace Fusion.Kernels.Tests.Support.Ptx.Parsing;

/// <summary>Reads a module with one kernel, as ILGPU writes it: only the list of parameters goes over lines.</summary>
internal sealed partial class PtxReader
{
    private readonly List<PtxParameter> _parameters = [];
    private readonly List<PtxSharedArray> _shared = [];
    private readonly Dictionary<string, (string Type, int Count)> _registers = new(StringComparer.Ordinal);
    private readonly List<PtxStatement> _statements = [];
    private readonly Dictionary<string, int> _labels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _tables = new(StringComparer.Ordinal);
    private string? _lastLabel;
    private string? _name;
    private int _maxThreads;
    private bool _isInParameters;
    private bool _isInBody;

    private PtxReader()
    {
    }

    /// <summary>The kernel of a module.</summary>
    /// <exception cref="NotSupportedException">A line has a form that is not known here.</exception>
    public static PtxKernel Read(string module)
    {
        var reader = new PtxReader();
        string[] lines = module.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            int comment = line.IndexOf("//", StringComparison.Ordinal);
            if (comment >= 0) line = line[..comment];
            line = line.Trim();
            if (line.Length == 0) continue;
            try
            {
                reader.Line(line, i + 1);
            }
            catch (NotSupportedException exception)
            {
                throw new NotSupportedException($"PTX line {i + 1}, '{line}': {exception.Message}");
            }
        }
        if (reader._name is null || reader._isInBody) throw new NotSupportedException("The module has no whole kernel.");
        return new PtxKernel(reader._name, reader._parameters, reader._shared, reader._registers, reader._maxThreads,
            reader._statements, reader._labels, reader._tables);
    }

    private void Line(string line, int number)
    {
        if (_isInBody) Body(line, number);
        else if (_isInParameters) Parameter(line);
        else if (line.StartsWith(".version", StringComparison.Ordinal) || line.StartsWith(".target", StringComparison.Ordinal)) return;
        else if (line == ".address_size 64") return;
        else if (Entry().Match(line) is { Success: true } entry && _name is null)
        {
            _name = entry.Groups["name"].Value;
            _isInParameters = true;
        }
        else if (MaxThreads().Match(line) is { Success: true } most) _maxThreads = Number(most, "x");
        else if (line == "{" && _name is not null) _isInBody = true;
        else throw new NotSupportedException("This is not known here.");
    }

    private void Parameter(string line)
    {
        if (line == ")")
        {
            _isInParameters = false;
            return;
        }
        Match match = ParameterLine().Match(line);
        if (!match.Success) throw new NotSupportedException("This is no parameter that is known here.");
        int size = Number(match, "bits") / 8;
        int bytes = match.Groups["count"].Success ? size * Number(match, "count") : size;
        int alignment = match.Groups["align"].Success ? Number(match, "align") : size;
        int offset = _parameters.Count == 0 ? 0 : _parameters[^1].Offset + _parameters[^1].Bytes;
        _parameters.Add(new PtxParameter(match.Groups["name"].Value, (offset + alignment - 1) / alignment * alignment, bytes));
    }

    private void Body(string line, int number)
    {
        if (line == "}")
        {
            _isInBody = false;
            return;
        }
        if (Label().Match(line) is { Success: true } label)
        {
            _lastLabel = label.Groups["name"].Value;
            _labels.Add(_lastLabel, _statements.Count);
            return;
        }
        if (line[0] == '.') Declaration(line);
        else if (line[^1] != ';') throw new NotSupportedException("A statement does not end with its line.");
        else foreach (string statement in line.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            _statements.Add(Statement(statement, number));
    }

    private void Declaration(string line)
    {
        if (RegisterLine().Match(line) is { Success: true } registers)
            _registers.Add(registers.Groups["prefix"].Value, (registers.Groups["type"].Value, Number(registers, "count")));
        else if (SharedLine().Match(line) is { Success: true } array)
            _shared.Add(new PtxSharedArray(array.Groups["name"].Value, Number(array, "align"), Number(array, "bytes")));
        else if (TableLine().Match(line) is { Success: true } table && _lastLabel is not null)
            // The label before it is the table's name.
            _tables.Add(_lastLabel, [.. OperandText.Split(table.Groups["labels"].Value).Select(label => label.Text)]);
        else throw new NotSupportedException("This is no declaration that is known here.");
    }

    private static PtxStatement Statement(string text, int line)
    {
        Match match = StatementText().Match(text);
        if (!match.Success) throw new NotSupportedException("This is no instruction.");
        Group guard = match.Groups["guard"];
        return new PtxStatement(line, text, guard.Success ? guard.Value : null, match.Groups["not"].Length > 0,
            match.Groups["name"].Value, OperandText.Split(match.Groups["operands"].Value));
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\.visible \.entry (?<name>\w+)\($")]
    private static partial Regex Entry();

    [GeneratedRegex(@"^\.maxntid (?<x>\d+), 1, 1$")]
    private static partial Regex MaxThreads();

    [GeneratedRegex(@"^\.param (\.align (?<align>\d+) )?\.[bsuf](?<bits>8|16|32|64) (?<name>\w+)(\[(?<count>\d+)\])?,?$")]
    private static partial Regex ParameterLine();

    [GeneratedRegex(@"^(?<name>[\w$]+):$")]
    private static partial Regex Label();

    [GeneratedRegex(@"^\.reg \.(?<type>pred|[bsuf]\d+)\s+%(?<prefix>[a-z]+)<(?<count>\d+)>;$")]
    private static partial Regex RegisterLine();

    [GeneratedRegex(@"^\.shared \.align (?<align>\d+) \.b8 (?<name>\w+)\[(?<bytes>\d+)\];$")]
    private static partial Regex SharedLine();

    [GeneratedRegex(@"^\.branchtargets (?<labels>[^;]+);$")]
    private static partial Regex TableLine();

    [GeneratedRegex(@"^(@(?<not>!?)%(?<guard>\w+)\s+)?(?<name>[a-z][\w.]*)(\s+(?<operands>.*))?$")]
    private static partial Regex StatementText();
}
