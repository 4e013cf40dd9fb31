using System.Globalization;
using System.Text;

namespace Fusion.Compiler.Graphs;

/// <summary>
/// A graph as text, one line per node, and back. It serves snapshots, plans, and programs that want the graph of a generated network.
/// <code>
/// graph Tiny
/// %0 (8, 8, 3) = Input name: image
/// %1 (8, 8, 16) = Conv %0 outputs: 16, kernel: 3, padding: 1, bias: false @ stem.0
/// output logits = %1
/// tap Stem = %1
/// </code>
/// The name after <c>@</c> is the node's; the parameters' path is written only where it is another.
/// </summary>
public static class GraphText
{
    /// <summary>Stands behind the first line where that is how the caller has inputs and results.</summary>
    private const string ChannelsFirst = "layout nchw";

    public static string Print(Graph graph)
    {
        var text = new StringBuilder();
        text.Append("graph ").Append(Word(graph.Name)).Append('\n');
        if (graph.Layout == Layout.Nchw) text.Append(ChannelsFirst).Append('\n');
        foreach (Node node in graph.Nodes) text.Append(Line(node)).Append('\n');
        foreach (GraphOutput output in graph.Outputs)
            text.Append("output ").Append(Word(output.Name)).Append(" = %").Append(Number(output.Node)).Append('\n');
        foreach (GraphTap tap in graph.Taps)
            text.Append("tap ").Append(Word(tap.Name)).Append(" = %").Append(Number(tap.Node)).Append('\n');
        foreach (GraphStore store in graph.Stores)
            text.Append("store ").Append(Word(store.Name)).Append(" = %").Append(Number(store.Node)).Append('\n');
        return text.ToString();
    }

    /// <summary>One node's line, without a line break.</summary>
    public static string Line(Node node)
    {
        var text = new StringBuilder();
        text.Append('%').Append(Number(node.Id)).Append(' ').Append(node.Shape).Append(" = ").Append(node.Operation.Kind);
        IEnumerable<string> words = node.Inputs.Select(input => "%" + Number(input)).Concat(Properties(node));
        string separator = " ";
        foreach (string word in words)
        {
            text.Append(separator).Append(word);
            separator = ", ";
        }

        if (node.Name.Length > 0) text.Append(" @ ").Append(Word(node.Name));
        return text.ToString();
    }

    /// <summary>Reads what <see cref="Print"/> wrote. Origins, which text does not carry, are −1.</summary>
    /// <exception cref="FormatException">The text is not a graph; the message names the line.</exception>
    public static Graph Parse(string text)
    {
        string[] lines = text.Split('\n');
        GraphBuilder? builder = null;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0) continue;
            try
            {
                var reader = new GraphTextReader(line);
                if (builder is null)
                {
                    reader.Expect("graph");
                    builder = new GraphBuilder(reader.Word());
                }
                else if (reader.TryTake(ChannelsFirst))
                {
                    builder.Layout = Layout.Nchw;
                }
                else if (line[0] == '%')
                {
                    ParseNode(reader, builder);
                }
                else
                {
                    bool isTap = reader.TryTake("tap "), isStore = !isTap && reader.TryTake("store ");
                    if (!isTap && !isStore) reader.Expect("output");
                    string name = reader.Word();
                    reader.Expect("=");
                    int shown = NodeId(reader, builder);
                    if (isTap) builder.Tap(name, shown);
                    else if (isStore) builder.Store(name, shown);
                    else builder.Output(name, shown);
                }

                reader.ExpectEnd();
            }
            catch (Exception exception) when (exception is FormatException or ShapeException or OverflowException)
            {
                throw new FormatException($"Line {i + 1} of the graph's text, '{line}': {exception.Message}", exception);
            }
        }

        return builder?.Build() ?? throw new FormatException("The text is empty; a line 'graph' and the name was expected first.");
    }

    private static IEnumerable<string> Properties(Node node)
    {
        foreach (var (name, value) in node.Operation.Properties)
        {
            bool implied = name == "path" ? (string)value == node.Name : node.Operation is Input && name == "shape";
            if (!implied) yield return name + ": " + Value(value);
        }
    }

    private static void ParseNode(GraphTextReader reader, GraphBuilder builder)
    {
        int id = reader.Reference();
        if (id != builder.Nodes.Count) throw new FormatException($"the node is %{id}, but %{builder.Nodes.Count} is the next.");
        EquatableArray<int> dimensions = reader.Numbers();
        if (dimensions.Count is 0 or > 4) throw new FormatException($"the shape has {dimensions.Count} sizes; 1 to 4 were expected.");
        if (dimensions.Any(size => size < 1)) throw new FormatException("a size of the shape is less than 1.");
        reader.Expect("=");
        string kind = reader.Word();
        var inputs = new List<int>();
        var arguments = new List<KeyValuePair<string, object>>();
        while (!reader.IsAtEnd && !reader.TryTake("@"))
        {
            if (reader.IsReference)
            {
                inputs.Add(NodeId(reader, builder));
            }
            else
            {
                string name = reader.Word();
                reader.Expect(":");
                arguments.Add(new KeyValuePair<string, object>(name, reader.Value()));
            }

            reader.TryTake(",");
        }

        string nodeName = reader.IsAtEnd ? "" : reader.Word();
        Operation operation =
            Bind(kind, dimensions, new OperationArguments(kind, arguments), [.. inputs.Select(input => builder[input].Shape)], nodeName);
        builder.Add(operation, inputs, nodeName);
        if (builder[id].Shape.Dimensions != dimensions)
            throw new FormatException($"the shape is ({string.Join(", ", dimensions)}), but {kind} gives {builder[id].Shape}.");
    }

    private static Operation Bind(
        string kind, EquatableArray<int> dimensions, OperationArguments arguments, IReadOnlyList<Shape> inputs, string path)
    {
        if (kind == nameof(Input)) return new Input(arguments.Text("name"), new Shape(dimensions));
        var bind = (OperationTable.Find(kind) ?? throw new FormatException($"there is no operation '{kind}'.")).Bind;
        return (bind ?? throw new FormatException($"{kind} stands for several nodes and cannot be one."))(arguments, inputs, path);
    }

    private static int NodeId(GraphTextReader reader, GraphBuilder builder)
    {
        int id = reader.Reference();
        return id < builder.Nodes.Count ? id : throw new FormatException($"%{id} is used before it is defined.");
    }

    private static string Value(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        int number => Number(number),
        double number => Number(number),
        EquatableArray<double> numbers => "(" + string.Join(", ", numbers.Select(Number)) + ")",
        EquatableArray<int> numbers => "(" + string.Join(", ", numbers.Select(Number)) + ")",
        string text => Word(text),
        _ => throw new ArgumentException($"Text cannot carry a property of the type {value.GetType()}."),
    };

    private static string Number(double value) =>
        value.ToString("R", CultureInfo.InvariantCulture).Replace("E-0", "e-").Replace("E", "e");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Word(string text) =>
        GraphTextReader.IsPlain(text)
            ? text
            : "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\r", "\\r") + "\"";
}
