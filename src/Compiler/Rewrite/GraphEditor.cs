namespace Fusion.Compiler.Rewrite;

/// <summary>A node while passes change the graph: inputs are references, so that replacing a value is one assignment.</summary>
public sealed class EditableNode
{
    internal EditableNode(Operation operation, IEnumerable<EditableNode> inputs, string name, int origin, double order)
    {
        Operation = operation;
        Inputs = [.. inputs];
        Shape = operation.InferShape([.. Inputs.Select(input => input.Shape)]);
        Name = name;
        Origin = origin;
        Order = order;
    }

    public Operation Operation { get; internal set; }

    public IReadOnlyList<EditableNode> Inputs { get; internal set; }

    public Shape Shape { get; internal set; }

    public string Name { get; set; }

    public int Origin { get; }

    /// <summary>Where the node stands among nodes that do not depend on each other. A node put in between takes a fraction.</summary>
    public double Order { get; }
}

/// <summary>A mutable copy of a graph. <see cref="Build"/> drops what no output needs and sorts what is left.</summary>
public sealed class GraphEditor
{
    private readonly string _name;
    private readonly List<EditableNode> _nodes = [];
    private readonly List<(string Name, EditableNode Node)> _outputs = [];
    private ILookup<EditableNode, EditableNode>? _consumers;
    private List<EditableNode>? _live;

    public GraphEditor(Graph graph)
    {
        _name = graph.Name;
        foreach (Node node in graph.Nodes)
            _nodes.Add(new EditableNode(node.Operation, node.Inputs.Select(id => _nodes[id]), node.Name, node.Origin, node.Id));
        foreach (GraphOutput output in graph.Outputs) _outputs.Add((output.Name, _nodes[output.Node]));
    }

    /// <summary>The live nodes at this moment, by <see cref="EditableNode.Order"/>; safe to change the graph while enumerating.</summary>
    public IReadOnlyList<EditableNode> Nodes => _live ??= FindLive();

    /// <summary>Appends a node that stands just before or after <paramref name="like"/> in the order, and bears its name.</summary>
    public EditableNode Add(Operation operation, IEnumerable<EditableNode> inputs, EditableNode like, double offset = 0)
    {
        var node = new EditableNode(operation, inputs, like.Name, like.Origin, like.Order + offset);
        _nodes.Add(node);
        Changed();
        return node;
    }

    /// <summary>Gives a node another operation and other inputs, in place.</summary>
    public void Set(EditableNode node, Operation operation, IEnumerable<EditableNode> inputs)
    {
        node.Operation = operation;
        node.Inputs = [.. inputs];
        node.Shape = operation.InferShape([.. node.Inputs.Select(input => input.Shape)]);
        Changed();
    }

    /// <summary>Every live node that reads <paramref name="node"/>, once per use.</summary>
    public IReadOnlyList<EditableNode> Consumers(EditableNode node)
    {
        _consumers ??= Nodes.SelectMany(user => user.Inputs.Select(input => (user, input))).ToLookup(pair => pair.input, pair => pair.user);
        return [.. _consumers[node]];
    }

    public bool IsOutput(EditableNode node) => _outputs.Any(output => output.Node == node);

    /// <summary>The one node that reads <paramref name="node"/>; null where there are several or it is a result of the network.</summary>
    public EditableNode? OnlyConsumer(EditableNode node) =>
        !IsOutput(node) && Consumers(node) is { Count: 1 } consumers ? consumers[0] : null;

    /// <summary>Lets everything that reads <paramref name="old"/> read <paramref name="replacement"/> instead.</summary>
    public void Replace(EditableNode old, EditableNode replacement)
    {
        foreach (EditableNode user in _nodes)
            if (user != replacement && user.Inputs.Contains(old))
                user.Inputs = [.. user.Inputs.Select(input => input == old ? replacement : input)];
        for (int i = 0; i < _outputs.Count; i++)
            if (_outputs[i].Node == old) _outputs[i] = (_outputs[i].Name, replacement);
        Changed();
    }

    public Graph Build()
    {
        var builder = new GraphBuilder(_name);
        var ids = new Dictionary<EditableNode, int>();
        var waiting = new LinkedList<EditableNode>(Nodes);
        while (waiting.Count > 0)
        {
            EditableNode next = waiting.First(node => node.Inputs.All(ids.ContainsKey));
            waiting.Remove(next);
            ids[next] = builder.Add(next.Operation, next.Inputs.Select(input => ids[input]), next.Name, next.Origin);
        }
        foreach (var (name, node) in _outputs) builder.Output(name, ids[node]);
        return builder.Build();
    }

    private void Changed()
    {
        _consumers = null;
        _live = null;
    }

    /// <summary>The inputs of the network, and all that its outputs need.</summary>
    private List<EditableNode> FindLive()
    {
        var seen = new HashSet<EditableNode>();
        var open = new Stack<EditableNode>(_outputs.Select(output => output.Node));
        while (open.Count > 0)
        {
            EditableNode node = open.Pop();
            if (!seen.Add(node)) continue;
            foreach (EditableNode input in node.Inputs) open.Push(input);
        }
        foreach (EditableNode input in _nodes.Where(node => node.Operation is Input)) seen.Add(input);
        return [.. seen.OrderBy(node => node.Order)];
    }
}
