using System.Text.RegularExpressions;

namespace Fusion.Compiler.Tests.Support;

/// <summary>
/// Graphs in few words, for tests of what is done to them: as <see cref="GraphText"/>, but values have names, and their shapes are
/// inferred.
/// <code>
/// x = Input (8, 8, 4)
/// a = Conv x, outputs: 16, kernel: 3
/// output a
/// </code>
/// An output may have a name of its own: <c>output y = a</c>; a tap always has: <c>tap T = a</c>. A name that begins with an underscore is
/// for the text only; the node has none.
/// </summary>
internal static partial class GraphNotation
{
    public static Graph Read(string text)
    {
        var builder = new GraphBuilder("test");
        var ids = new Dictionary<string, int>();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] output = line.StartsWith("output ", StringComparison.Ordinal) ? line[7..].Split(" = ") : [];
            string[] tap = line.StartsWith("tap ", StringComparison.Ordinal) ? line[4..].Split(" = ") : [];
            if (tap.Length > 0) builder.Tap(tap[0], ids[tap[1]]);
            else if (output.Length > 0) builder.Output(output[0], ids[output[^1]]);
            else ReadNode(line, builder, ids);
        }
        return ResolveBias.Run(builder.Build());
    }

    public static string Write(Graph graph)
    {
        var names = new List<string>();
        var lines = new List<string>();
        foreach (Node node in graph.Nodes)
        {
            string name = node.Name.Length == 0 ? "_" : node.Name;
            for (int number = 2; names.Contains(name); number++) name = $"{node.Name}#{number}";
            names.Add(name);
            string what = node.Operation is Input ? $"Input {node.Shape}" : Operation(GraphText.Line(node), names);
            lines.Add($"{name} = {what}");
        }
        lines.AddRange(graph.Outputs.Select(output =>
            output.Name == names[output.Node] ? $"output {output.Name}" : $"output {output.Name} = {names[output.Node]}"));
        lines.AddRange(graph.Taps.Select(tap => $"tap {tap.Name} = {names[tap.Node]}"));
        return string.Join('\n', lines);
    }

    /// <summary>What stands between the shape and the node's name, with the inputs' names.</summary>
    private static string Operation(string line, List<string> names)
    {
        string operation = line[(line.IndexOf(" = ", StringComparison.Ordinal) + 3)..].Split(" @ ")[0];
        return Reference().Replace(operation, match => names[int.Parse(match.Groups[1].Value)]);
    }

    private static void ReadNode(string line, GraphBuilder builder, Dictionary<string, int> ids)
    {
        var reader = new GraphTextReader(line);
        string name = reader.Word();
        reader.Expect("=");
        string kind = reader.Word();
        if (kind == "Input")
        {
            ids.Add(name, builder.Input(name, [.. reader.Numbers()]));
            return;
        }
        var inputs = new List<int>();
        var arguments = new List<KeyValuePair<string, object>>();
        while (!reader.IsAtEnd)
        {
            string word = reader.Word();
            if (reader.TryTake(":")) arguments.Add(new(word, reader.Value()));
            else inputs.Add(ids[word]);
            reader.TryTake(",");
        }
        var shapes = inputs.Select(id => builder[id].Shape).ToList();
        Operation operation = OperationTable.Find(kind)!.Bind!(new OperationArguments(kind, arguments), shapes, name);
        ids.Add(name, builder.Add(operation, inputs, name.StartsWith('_') ? "" : name));
    }

    [GeneratedRegex("%([0-9]+)")]
    private static partial Regex Reference();
}
