using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Schedule;

/// <summary>
/// Decides where every value lies. Works backwards, so that a concatenation can tell its parts to be written in place, and a result of
/// the network can be written straight into the caller's memory. A convolution that pads finds zeros around its input.
/// </summary>
public sealed class BufferPlanner
{
    private readonly Graph _graph;
    private readonly ScheduleOptions _options;
    private readonly IReadOnlyList<IReadOnlyList<int>> _consumers;
    private readonly View?[] _requested;
    private readonly List<(int Input, View Destination)>[] _copies;

    private BufferPlanner(Graph graph, ScheduleOptions options)
    {
        _options = options;
        _graph = graph;
        _consumers = graph.Consumers();
        _requested = new View?[graph.Nodes.Count];
        _copies = [.. graph.Nodes.Select(_ => new List<(int, View)>())];
        Halos = FindHalos();
    }

    /// <summary>The zeros that a value's readers need around it.</summary>
    public Halo[] Halos { get; }

    /// <summary>Copies that a concatenation still needs, because a part could not be written in place.</summary>
    public IReadOnlyList<(int Input, View Destination)> CopiesOf(int node) => _copies[node];

    /// <summary>Where a node writes; null for a node that is only another view of its input.</summary>
    public View? DestinationOf(int node) => _requested[node];

    /// <param name="layout">Where parameters lie that a training step changes.</param>
    public static BufferPlanner Plan(Graph graph, ScheduleOptions options, WeightLayout layout)
    {
        var planner = new BufferPlanner(graph, options);
        planner.RequestStores(layout);
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

    private void RequestStores(WeightLayout layout)
    {
        foreach (GraphStore store in _graph.Stores)
        {
            Shape shape = _graph.Nodes[store.Node].Shape;
            _requested[store.Node] = View.Of(Buffer.OfState(store.Name, shape, layout.Parameter(store.Name, (int)shape.Elements).Offset));
        }
    }

    private void RequestOutputs()
    {
        int inputs = _graph.Inputs.Count();
        for (int i = 0; i < _graph.Outputs.Count; i++)
        {
            Node node = _graph.Nodes[_graph.Outputs[i].Node];
            bool isRead = Uses(node) > 1;
            // Kernels load whole vectors, which must not reach past the end of the caller's memory.
            if (node.Operation is Input or Slice || !Halos[node.Id].IsNone || _requested[node.Id] is not null
                || (isRead && !LoadsStayInside(node))) continue;
            _requested[node.Id] = View.Of(Buffer.Bound(_graph.Outputs[i].Name, BufferKind.Output, inputs + i, node.Shape));
        }
    }

    private void Place(Node node)
    {
        switch (node.Operation)
        {
            case Slice:
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
                // Read in place where no kernel needs zeros around it or loads a vector past its end.
                if (Halos[node.Id].IsNone && (LoadsStayInside(node) || IsOnlySwept(node))) return;
                break;
        }
        _requested[node.Id] ??= View.Of(Natural(node));
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
            Buffer buffer = dense ? NewBuffer(node.Name, node.Shape) : Natural(node);
            buffer.IsDense |= dense;
            _requested[node.Id] = target = View.Of(buffer);
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
        && input.Operation is not (Input or Slice)
        && user.Inputs.Count(id => id == input.Id) == 1
        && (Halos[input.Id].IsNone
            || (target.Buffer.CanTakeHalo && input.Operation is not Reshape && target.Buffer.CanGrow(Halos[input.Id])))
        && (target.Buffer.Kind == BufferKind.Workspace || Uses(input) == 1 || LoadsStayInside(input))
        && (input.Operation is not Reshape || target.Buffer.IsDense);

    /// <summary>How often a value is read, or is a result of the network: a result that lies elsewhere is copied from there.</summary>
    private int Uses(Node node) => _consumers[node.Id].Count + _graph.Outputs.Count(output => output.Node == node.Id);

    /// <summary>
    /// Kernels load whole vectors. Nothing may lie behind the caller's memory, so a value there must be read in whole vectors of channels,
    /// also by those who see it as a slice or with another shape.
    /// </summary>
    private bool LoadsStayInside(Node node) =>
        node.Shape.Channels % 16 == 0
        && !_consumers[node.Id].Any(id => ReadsWithinPixels(_graph.Nodes[id].Operation))
        && _consumers[node.Id].All(id => _graph.Nodes[id].Operation is not (Slice or Reshape) || LoadsStayInside(_graph.Nodes[id]));

    /// <summary>A sweep reads its input value by value, and of what it compares with no vector past the end.</summary>
    private bool IsOnlySwept(Node node) => _graph.Outputs.All(output => output.Node != node.Id)
        && _consumers[node.Id].All(id => _graph.Nodes[id].Operation is ErrorSweep or SweptGradient);

    /// <summary>Whether a kernel loads vectors that begin at a group's channels, wherever those lie in a pixel.</summary>
    private static bool ReadsWithinPixels(Operation operation) =>
        operation is ConvWeightGradient { Layer: { Groups: > 1 } layer } && layer.Outputs / layer.Groups % 16 != 0;

    private Buffer Natural(Node node)
    {
        Buffer buffer = NewBuffer(node.Name, node.Shape);
        buffer.RequireHalo(Halos[node.Id]);
        return buffer;
    }

    private Halo[] FindHalos()
    {
        Halo[] halos = [.. _graph.Nodes.Select(_ => Halo.None)];
        foreach (Node node in _graph.Nodes.Reverse())
        {
            if (node.Operation is Fused { Core: PackedConvolution convolution })
            {
                int input = node.Inputs[0];
                Shape shape = _graph.Nodes[input].Shape;
                if (WinogradPlanner.Choose(_options, convolution, shape, node.Shape) is { } transform)
                    halos[input] = halos[input].Union(Needed(convolution, transform, shape, node.Shape));
                else if (convolution.HasPadding)
                    halos[input] = halos[input].Union(Needed(convolution, shape, node.Shape));
            }
            else if (node.Operation is Fused { Core: ConvInputGradient strided })
            {
                int input = node.Inputs[0];
                foreach (GradientPhase phase in GradientPhase.Of(strided)!)
                    if (phase.Convolution is { } taps)
                        halos[input] = halos[input].Union(Needed(taps, _graph.Nodes[input].Shape, phase.ShapeOf(node.Shape)));
            }
            else if (node.Operation is ConvWeightGradient gradient && PackedConvolution.From(gradient.Layer) is { HasPadding: true } layer)
            {
                int input = node.Inputs[0];
                halos[input] = halos[input].Union(
                    Needed(layer, _graph.Nodes[input].Shape, _graph.Nodes[node.Inputs[1]].Shape));
            }
            else if (node.Operation is Slice && !halos[node.Id].IsNone)
            {
                int input = node.Inputs[0];
                halos[input] = halos[input].Union(halos[node.Id]);
            }
        }
        return halos;
    }

    /// <summary>Tiles at the right and at the bottom may reach farther than the filter.</summary>
    private static Halo Needed(PackedConvolution convolution, WinogradTransform transform, Shape input, Shape output)
    {
        int After(int axis, int from, int to) => Math.Max(0, WinogradPlanner.HaloAfter(transform, to, convolution.Padding[axis], from));
        return new Halo([0, convolution.Padding[1], convolution.Padding[2]],
            [0, After(1, input.Height, output.Height), After(2, input.Width, output.Width)]);
    }

    private static Halo Needed(PackedConvolution convolution, Shape input, Shape output)
    {
        int[] before = new int[3], after = new int[3];
        int[] from = [input.Frames, input.Height, input.Width], to = [output.Frames, output.Height, output.Width];
        for (int i = 0; i < 3; i++)
        {
            int reach = (to[i] - 1) * convolution.Stride[i] + convolution.Dilation[i] * (convolution.Kernel[i] - 1) + 1;
            before[i] = convolution.Padding[i];
            after[i] = Math.Max(0, reach - convolution.Padding[i] - from[i]);
        }
        return new Halo(before.ToEquatableArray(), after.ToEquatableArray());
    }
}
