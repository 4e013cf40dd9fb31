namespace Fusion.Compiler.Rewrite;

/// <summary>A node while passes change the graph: inputs are references, so that replacing a value is one assignment.</summary>
public sealed class EditableNode
{
    internal EditableNode(Operation operation, IReadOnlyList<EditableNode> inputs, Shape shape, string name, int origin, double order)
    {
        Operation = operation;
        Inputs = inputs;
        Shape = shape;
        Name = name;
        Origin = origin;
        Order = order;
    }

    public Operation Operation { get; internal set; }

    public IReadOnlyList<EditableNode> Inputs { get; internal set; }

    public Shape Shape { get; internal set; }

    public string Name { get; set; }

    /// <summary>What it is called in sentences: what a function makes in the network's own <c>Forward</c> has no name.</summary>
    public string Title => NodeTitle.Of(Name, Operation);

    public int Origin { get; }

    /// <summary>Where the node stands among nodes that do not depend on each other. A node put in between takes a fraction.</summary>
    public double Order { get; }

    /// <summary>
    /// Every live node that reads this one, once per use, in no order. Kept up to date, because passes ask after every change.
    /// </summary>
    internal List<EditableNode> Readers { get; } = [];

    /// <summary>How many results of the network it is.</summary>
    internal int Results { get; set; }

    /// <summary>How many taps show it.</summary>
    internal int Taps { get; set; }

    /// <summary>Whether an output or a tap needs it. The inputs of the network always live.</summary>
    internal bool IsLive => Readers.Count > 0 || Results > 0 || Taps > 0 || Operation is Input;
}

/// <summary>A mutable copy of a graph. <see cref="Build"/> drops what no output or tap needs and sorts what is left.</summary>
public sealed class GraphEditor
{
    private readonly string _name;
    private readonly Layout _layout;
    private readonly List<EditableNode> _nodes = [];
    private readonly List<(string Name, EditableNode Node)> _outputs = [];
    private readonly List<(string Name, EditableNode Node)> _taps = [];
    private readonly List<(string Name, EditableNode Node)> _stores = [];
    private List<EditableNode>? _live;

    public GraphEditor(Graph graph)
    {
        _name = graph.Name;
        _layout = graph.Layout;
        foreach (Node node in graph.Nodes)
            _nodes.Add(new EditableNode(
                node.Operation, [.. node.Inputs.Select(id => _nodes[id])], node.Shape, node.Name, node.Origin, node.Id));
        foreach (GraphOutput output in graph.Outputs)
        {
            _outputs.Add((output.Name, _nodes[output.Node]));
            Show(_nodes[output.Node], results: 1, taps: 0);
        }
        foreach (GraphStore store in graph.Stores)
        {
            _stores.Add((store.Name, _nodes[store.Node]));
            Show(_nodes[store.Node], results: 1, taps: 0);
        }
        foreach (GraphTap tap in graph.Taps)
        {
            _taps.Add((tap.Name, _nodes[tap.Node]));
            Show(_nodes[tap.Node], results: 0, taps: 1);
        }
    }

    /// <summary>The live nodes at this moment, by <see cref="EditableNode.Order"/>; safe to change the graph while enumerating.</summary>
    public IReadOnlyList<EditableNode> Nodes => _live ??= FindLive();

    /// <summary>Appends a node that stands just before or after <paramref name="like"/> in the order, and bears its name.</summary>
    public EditableNode Add(Operation operation, IEnumerable<EditableNode> inputs, EditableNode like, double offset = 0)
    {
        IReadOnlyList<EditableNode> read = [.. inputs];
        var node = new EditableNode(
            operation, read, operation.InferShape([.. read.Select(input => input.Shape)]), like.Name, like.Origin, like.Order + offset);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Gives a node another operation and other inputs, in place.</summary>
    public void Set(EditableNode node, Operation operation, IEnumerable<EditableNode> inputs)
    {
        node.Operation = operation;
        SetInputs(node, [.. inputs]);
        node.Shape = operation.InferShape([.. node.Inputs.Select(input => input.Shape)]);
    }

    /// <summary>Every live node that reads <paramref name="node"/>, once per use.</summary>
    public IReadOnlyList<EditableNode> Consumers(EditableNode node) => [.. node.Readers.OrderBy(reader => reader.Order)];

    public bool IsOutput(EditableNode node) => node.Results > 0;

    /// <summary>Whether somebody outside the graph reads the value: as a result of the network, or as a tap.</summary>
    public bool IsShown(EditableNode node) => node.Results > 0 || node.Taps > 0;

    /// <summary>The one node that reads <paramref name="node"/>; null where there are several, or it is shown outside.</summary>
    public EditableNode? OnlyConsumer(EditableNode node) => !IsShown(node) && node.Readers.Count == 1 ? node.Readers[0] : null;

    /// <summary>The tap but for which <see cref="OnlyConsumer"/> would have an answer; null where it is not for a tap.</summary>
    public string? KeepingTap(EditableNode node) =>
        node.Taps > 0 && node.Results == 0 && node.Readers.Count == 1 ? TapOf(node) : null;

    /// <summary>The name of a tap that shows the value.</summary>
    public string? TapOf(EditableNode node) => _taps.Where(tap => tap.Node == node).Select(tap => tap.Name).FirstOrDefault();

    /// <summary>Lets everything that reads <paramref name="old"/> read <paramref name="replacement"/> instead.</summary>
    public void Replace(EditableNode old, EditableNode replacement)
    {
        foreach (EditableNode user in _nodes)
            if (user != replacement && user.Inputs.Contains(old))
                SetInputs(user, [.. user.Inputs.Select(input => input == old ? replacement : input)]);
        Move(_outputs, old, replacement);
        Move(_taps, old, replacement);
        Move(_stores, old, replacement);
        int results = old.Results, taps = old.Taps;
        if (results + taps > 0)
        {
            Show(replacement, results, taps);
            (old.Results, old.Taps) = (0, 0);
            if (!old.IsLive) RemoveReader(old, old.Inputs);
        }
        _live = null;
    }

    public Graph Build()
    {
        var builder = new GraphBuilder(_name) { Layout = _layout };
        var ids = new Dictionary<EditableNode, int>();
        var waiting = new LinkedList<EditableNode>(Nodes);
        while (waiting.Count > 0)
        {
            EditableNode next = waiting.First(node => node.Inputs.All(ids.ContainsKey));
            waiting.Remove(next);
            ids[next] = builder.Add(next.Operation, next.Inputs.Select(input => ids[input]), next.Name, next.Origin);
        }
        foreach (var (name, node) in _outputs) builder.Output(name, ids[node]);
        foreach (var (name, node) in _taps) builder.Tap(name, ids[node]);
        foreach (var (name, node) in _stores) builder.Store(name, ids[node]);
        return builder.Build();
    }

    private static void Show(EditableNode node, int results, int taps)
    {
        bool wasLive = node.IsLive;
        node.Results += results;
        node.Taps += taps;
        if (!wasLive) AddReader(node);
    }

    private static void Move(List<(string Name, EditableNode Node)> shown, EditableNode old, EditableNode replacement)
    {
        for (int i = 0; i < shown.Count; i++)
            if (shown[i].Node == old) shown[i] = (shown[i].Name, replacement);
    }

    private void SetInputs(EditableNode node, IReadOnlyList<EditableNode> inputs)
    {
        IReadOnlyList<EditableNode> before = node.Inputs;
        node.Inputs = inputs;
        _live = null;
        if (!node.IsLive) return;
        // In this order, so that what is read before and after does not die in between.
        AddReader(node);
        RemoveReader(node, before);
    }

    /// <summary>Enters a node that lives with its inputs, and with it those that begin to live.</summary>
    private static void AddReader(EditableNode node)
    {
        var open = new Stack<EditableNode>([node]);
        while (open.Count > 0)
        {
            EditableNode reader = open.Pop();
            foreach (EditableNode input in reader.Inputs)
            {
                if (!input.IsLive) open.Push(input);
                input.Readers.Add(reader);
            }
        }
    }

    /// <summary>Strikes a node off its inputs, and with it those that nobody needs any more.</summary>
    private static void RemoveReader(EditableNode node, IReadOnlyList<EditableNode> inputs)
    {
        var open = new Stack<(EditableNode Reader, IReadOnlyList<EditableNode> Inputs)>([(node, inputs)]);
        while (open.Count > 0)
        {
            var (reader, read) = open.Pop();
            foreach (EditableNode input in read)
            {
                input.Readers.Remove(reader);
                if (!input.IsLive) open.Push((input, input.Inputs));
            }
        }
    }

    /// <summary>The inputs of the network, and all that its outputs and taps need.</summary>
    private List<EditableNode> FindLive()
    {
        var seen = new HashSet<EditableNode>();
        var open = new Stack<EditableNode>(_outputs.Concat(_taps).Concat(_stores).Select(shown => shown.Node));
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
