using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule;

/// <summary>
/// Decides where every value lies. Works backwards, so that a concatenation can tell its parts to be written in place, and a result of
/// the network can be written straight into the caller's memory. What the target's kernels ask of memory, its rules say.
/// </summary>
public sealed class BufferPlanner
{
    private readonly Graph _graph;
    private readonly IBufferRules _rules;
    private readonly IReadOnlyList<IReadOnlyList<int>> _consumers;
    private readonly View?[] _requested;
    private readonly List<(int Input, View Destination)>[] _copies;

    private BufferPlanner(Graph graph, IBufferRules rules)
    {
        _rules = rules;
        _graph = graph;
        _consumers = graph.Consumers();
        _requested = new View?[graph.Nodes.Count];
        _copies = [.. graph.Nodes.Select(_ => new List<(int, View)>())];
        Halos = rules.FindHalos();
    }

    /// <summary>The zeros that a value's readers need around it.</summary>
    public IReadOnlyList<Halo> Halos { get; }

    /// <summary>Copies that a concatenation still needs, because a part could not be written in place.</summary>
    public IReadOnlyList<(int Input, View Destination)> CopiesOf(int node) => _copies[node];

    /// <summary>Where a node writes; null for a node that is only another view of its input.</summary>
    public View? DestinationOf(int node) => _requested[node];

    public static BufferPlanner Plan(Graph graph, IBufferRules rules)
    {
        var planner = new BufferPlanner(graph, rules);
        planner.RequestStores();
        planner.RequestOutputs();
        for (int id = graph.Nodes.Count - 1; id >= 0; id--) planner.Place(graph.Nodes[id]);
        return planner;
    }

    public static Buffer NewBuffer(string name, Shape shape) =>
        new(name, BufferKind.Workspace, -1, shape.Frames, shape.Height, shape.Width, shape.Channels);

    /// <summary>New memory without gaps, also where other shapes look at it.</summary>
    public static View NewDense(string name, Shape shape)
    {
        Buffer dense = NewBuffer(name, shape);
        dense.IsDense = true;
        return View.Of(dense);
    }

    private void RequestStores()
    {
        foreach (GraphStore store in _graph.Stores)
        {
            Shape shape = _graph.Nodes[store.Node].Shape;
            _requested[store.Node] = View.Of(Buffer.OfState(store.Name, shape, _rules.OffsetOf(store.Name, shape)));
        }
    }

    private void RequestOutputs()
    {
        int inputs = _graph.Inputs.Count();
        for (int i = 0; i < _graph.Outputs.Count; i++)
        {
            Node node = _graph.Nodes[_graph.Outputs[i].Node];
            bool isRead = Uses(node) > 1;
            // What the caller wants in another order is written in this one first.
            if (_graph.Layout.Moves(node.Shape)) continue;
            if (IsThere(node) || IsPart(node) || !Halos[node.Id].IsNone || _requested[node.Id] is not null
                || (isRead && !_rules.StaysInside(node))) continue;
            _requested[node.Id] = View.Of(Buffer.Bound(_graph.Outputs[i].Name, BufferKind.Output, inputs + i, node.Shape));
        }
    }

    private void Place(Node node)
    {
        switch (node.Operation)
        {
            case Slice or Crop or PickRow:
            case ParameterValue when _rules.ReadsParametersInPlace:
                return;
            case Reshape:
                PlaceReshape(node);
                return;
            case Concat:
                PlaceParts(node, (target, input, offset) => target.Window((int)offset, input.Shape.Channels),
                    input => input.Shape.Channels, dense: false);
                return;
            case Append:
                PlaceParts(node, (target, input, offset) => target.As(input.Shape, offset), input => input.Shape.Elements, dense: true);
                return;
            case Input:
                // Read where it lies, unless a kernel needs zeros around it or would read past its end, or the order is another one.
                if (!_graph.Layout.Moves(node.Shape) && Halos[node.Id].IsNone && _rules.CanReadInPlace(node)) return;
                break;
        }
        _requested[node.Id] ??= Natural(node);
    }

    private void PlaceReshape(Node node)
    {
        Node input = _graph.Nodes[node.Inputs[0]];
        if (_requested[node.Id] is { } target && target.Buffer.IsDense && target.IsDense && CanPlace(input, node, target))
            _requested[input.Id] = target.As(input.Shape);
    }

    private void PlaceParts(Node node, Func<View, Node, long, View> part, Func<Node, long> size, bool dense)
    {
        View? target = _requested[node.Id];
        if (target is null || (dense && !(target.Buffer.IsDense && target.IsDense)))
        {
            // An appended value that must lie elsewhere is copied there as a whole.
            if (target is not null) _copies[node.Id].Add((node.Id, target));
            _requested[node.Id] = target = dense ? NewDense(node.Name, node.Shape) : Natural(node);
        }
        long offset = 0;
        foreach (int id in node.Inputs)
        {
            Node input = _graph.Nodes[id];
            View destination = part(target, input, offset);
            if (CanPlace(input, node, target))
            {
                _requested[id] = destination;
                if (target.Buffer.CanTakeHalo) target.Buffer.RequireHalo(Halos[id]);
            }
            else _copies[node.Id].Insert(0, (id, destination));
            offset += size(input);
        }
    }

    private bool CanPlace(Node input, Node user, View target) =>
        _requested[input.Id] is null
        && !IsThere(input) && !IsPart(input)
        && user.Inputs.Count(id => id == input.Id) == 1
        && (Halos[input.Id].IsNone
            || (target.Buffer.CanTakeHalo && input.Operation is not Reshape && target.Buffer.CanGrow(Halos[input.Id])))
        && (target.Buffer.Kind == BufferKind.Workspace || Uses(input) == 1 || _rules.StaysInside(input))
        && (input.Operation is not Reshape || target.Buffer.IsDense);

    /// <summary>Whether it is a value that no kernel makes.</summary>
    private bool IsThere(Node node) =>
        node.Operation is Input || (node.Operation is ParameterValue && _rules.ReadsParametersInPlace);

    /// <summary>Whether it is a part of its input, seen where that lies.</summary>
    private static bool IsPart(Node node) => node.Operation is Slice or Crop or PickRow;

    /// <summary>How often a value is read, or is a result of the network: a result that lies elsewhere is copied from there.</summary>
    private int Uses(Node node) => _consumers[node.Id].Count + _graph.Outputs.Count(output => output.Node == node.Id);

    /// <summary>New memory as the value's readers want it.</summary>
    private View Natural(Node node)
    {
        Shape shape = node.Shape;
        int spare = _rules.ChannelsBetween(node);
        var buffer = new Buffer(node.Name, BufferKind.Workspace, -1, shape.Frames, shape.Height, shape.Width, shape.Channels + spare)
        {
            SpareChannels = spare,
        };
        buffer.RequireHalo(Halos[node.Id]);
        return View.Of(buffer).Window(0, shape.Channels);
    }
}
