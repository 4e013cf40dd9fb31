namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Constant tables of one instruction set's kernels. They become data of the assembly's image, which costs nothing at
/// start-up.</summary>
public sealed class TableLibrary
{
    private const int PerLine = 16;

    private readonly List<(string Name, string Type, EquatableArray<string> Values)> _tables = [];

    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>Keeps a name from being a table's.</summary>
    public void Reserve(string name) => _used.Add(name);

    /// <summary>The name of the table with these numbers; equal tables are kept once.</summary>
    public string Add(string wanted, IEnumerable<int> values) =>
        Add(wanted, "int", values.Select(value => CodeWriter.Number(value)).ToEquatableArray());

    /// <inheritdoc cref="Add(string, IEnumerable{int})"/>
    public string Add(string wanted, IEnumerable<double> values) =>
        Add(wanted, "float", values.Select(CodeWriter.Float).ToEquatableArray());

    public void Write(CodeWriter writer)
    {
        foreach (var (name, type, values) in _tables)
        {
            writer.Line();
            writer.Line($"private static global::System.ReadOnlySpan<{type}> {name} =>");
            writer.Line("[");
            for (int i = 0; i < values.Count; i += PerLine) writer.Line("    " + string.Join(", ", values.Skip(i).Take(PerLine)) + ",");
            writer.Line("];");
        }
    }

    private string Add(string wanted, string type, EquatableArray<string> values)
    {
        foreach (var table in _tables)
            if (table.Type == type && table.Values == values) return table.Name;
        string name = wanted;
        for (int i = 2; !_used.Add(name); i++) name = $"{wanted}_{i}";
        _tables.Add((name, type, values));
        return name;
    }
}
