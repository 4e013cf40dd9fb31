namespace Fusion.Import.Protocol;

/// <summary>Puts the nodes of the model's own functions in the place of those that call them.</summary>
internal sealed class FunctionInlining(IEnumerable<ModelFunction> functions)
{
    private const int DeepestCall = 16, MostNodes = 1 << 20;

    private readonly Dictionary<(string, string), ModelFunction> _functions = functions
        .GroupBy(function => (function.Domain, function.Name)).ToDictionary(group => group.Key, group => group.First());

    private int _count;

    /// <exception cref="ImportException">A function calls itself, or there are too many nodes.</exception>
    public ModelGraph Inline(ModelGraph graph) => _functions.Count == 0 ? graph : Inline(graph, 0);

    private ModelGraph Inline(ModelGraph graph, int depth) => graph with { Nodes = Inline(graph.Nodes, depth) };

    private List<ModelNode> Inline(IReadOnlyList<ModelNode> nodes, int depth)
    {
        List<ModelNode> result = [];
        foreach (ModelNode node in nodes)
        {
            if (++_count > MostNodes) throw new ImportException($"Its functions come to more than {MostNodes} nodes.");
            if (!_functions.TryGetValue((node.Domain, node.Operator), out ModelFunction? function))
            {
                result.Add(node.Attributes.Values.All(attribute => attribute.Graph is null) ? node : node with
                {
                    Attributes = node.Attributes.ToDictionary(pair => pair.Key, pair => pair.Value.Graph is { } graph
                        ? pair.Value with { Graph = Inline(graph, depth) }
                        : pair.Value),
                });
                continue;
            }

            if (depth == DeepestCall)
            {
                throw new ImportException(
                    $"Its function '{function.Name}' is called by others more than {DeepestCall} deep, or by itself.");
            }

            result.AddRange(Inline(Called(node, function), depth + 1));
        }

        return result;
    }

    /// <summary>The function's nodes, with the values of the node that calls it and names of their own for all others.</summary>
    private static List<ModelNode> Called(ModelNode node, ModelFunction function)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < function.Inputs.Count; i++) names[function.Inputs[i]] = node.Inputs.ElementAtOrDefault(i) ?? "";
        for (int i = 0; i < function.Outputs.Count; i++)
            if (node.Outputs.ElementAtOrDefault(i) is { Length: > 0 } output) names[function.Outputs[i]] = output;
        string prefix = (node.Name.Length > 0 ? node.Name : function.Name) + "/";
        string values = node.Outputs.FirstOrDefault(output => output.Length > 0, function.Name) + "/";
        return [.. function.Nodes.Select(Renamed)];

        ModelNode Renamed(ModelNode inner) => inner with
        {
            Name = prefix + (inner.Name.Length > 0 ? inner.Name : inner.Operator),
            Inputs = [.. inner.Inputs.Select(Rename)],
            Outputs = [.. inner.Outputs.Select(Rename)],
            Attributes = inner.Attributes.Values.Select(Given).OfType<ModelAttribute>().ToDictionary(attribute => attribute.Name),
        };

        string Rename(string name) => name.Length == 0 ? "" : names.TryGetValue(name, out string? own) ? own : values + name;

        ModelAttribute? Given(ModelAttribute attribute)
        {
            if (attribute.Reference.Length == 0)
                return attribute.Graph is { } graph ? attribute with { Graph = Inner(graph) } : attribute;
            ModelAttribute? given = node.Attributes.GetValueOrDefault(attribute.Reference)
                ?? function.Defaults.GetValueOrDefault(attribute.Reference);
            return given is null ? null : given with { Name = attribute.Name };
        }

        ModelGraph Inner(ModelGraph graph) => graph with
        {
            Nodes = [.. graph.Nodes.Select(Renamed)],
            Initializers = graph.Initializers.Values.Select(tensor => tensor with { Name = Rename(tensor.Name) })
                .ToDictionary(tensor => tensor.Name),
            Inputs = [.. graph.Inputs.Select(value => value with { Name = Rename(value.Name) })],
            Outputs = [.. graph.Outputs.Select(value => value with { Name = Rename(value.Name) })],
        };
    }
}
