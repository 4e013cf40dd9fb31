using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule;

/// <summary>
/// Walks through a rewritten graph in order and finds the place of every value. Which kernels make the values is the target's to say; what
/// only moves or shows values is the same for all.
/// </summary>
/// <typeparam name="TKernel">The target's kernels.</typeparam>
public abstract class GraphScheduler<TKernel> where TKernel : KernelPlan
{
    private readonly View[] _values;
    private readonly View[] _padded;
    private readonly IBufferRules _rules;

    protected GraphScheduler(Graph graph, IBufferRules rules)
    {
        Graph = graph;
        _rules = rules;
        Buffers = BufferPlanner.Plan(graph, rules);
        _values = new View[graph.Nodes.Count];
        _padded = new View[graph.Nodes.Count];
    }

    protected Graph Graph { get; }

    protected BufferPlanner Buffers { get; }

    /// <summary>Those planned so far, in the order in which they run.</summary>
    protected List<TKernel> Kernels { get; } = [];

    /// <summary>The nodes' values, as far as they are placed.</summary>
    protected IReadOnlyList<View> Values => _values;

    /// <summary>The same with the zeros that their readers need around them.</summary>
    protected IReadOnlyList<View> Padded => _padded;

    /// <summary>Adds the kernels that make a node's value.</summary>
    protected abstract void AddKernels(Node node, View destination);

    protected abstract TKernel Copy(string title, View from, View to);

    /// <summary>The kernel that brings an input of the caller into the workspace.</summary>
    protected abstract TKernel PackInput(string title, int binding, View destination);

    /// <summary>The same for one that lies channels first.</summary>
    protected abstract TKernel PackChannelsFirst(string title, int binding, View destination);

    /// <summary>The kernel that writes a result channels first.</summary>
    /// <param name="output">The caller's memory, in the order in which it has the dimensions.</param>
    protected abstract TKernel WriteChannelsFirst(string title, Node node, View value, View output);

    /// <summary>Called when a node's value is there, made by the last kernel.</summary>
    protected virtual void Made(Node node)
    {
    }

    /// <summary>Adds the kernels of all nodes, and of results that lie elsewhere.</summary>
    protected void AddAll()
    {
        foreach (Node node in Graph.Nodes) Add(node);
        CopyOutputs();
    }

    /// <summary>An input of a node without gaps: itself, or a copy.</summary>
    protected View Dense(Node node, int input)
    {
        Node read = Graph.Nodes[node.Inputs[input]];
        View value = _values[read.Id];
        if (value.IsDense) return value;
        View packed = BufferPlanner.NewDense(node.Name, read.Shape);
        Kernels.Add(Copy($"{PlanText.NameOf(node)}: copies {PlanText.NameOf(read)} without gaps", value, packed));
        return packed;
    }

    /// <summary>Where the taps' values lie.</summary>
    protected IReadOnlyList<TapPlan> PlaceTaps() =>
        [.. Graph.Taps.Select(tap => new TapPlan(tap.Name, Graph.Nodes[tap.Node].Shape, _values[tap.Node]))];

    /// <summary>Finds the life of every buffer, and places them by it.</summary>
    /// <param name="taps">Live to the end of the run.</param>
    protected (long Floats, long LowerBound) PlaceWorkspace(IEnumerable<TapPlan> taps)
    {
        var buffers = new List<Buffer>();
        for (int step = 0; step < Kernels.Count; step++)
        {
            TKernel kernel = Kernels[step];
            foreach (Buffer buffer in kernel.Reads.Concat(kernel.Writes).Select(view => view.Buffer).Distinct())
            {
                if (buffer.LastStep < 0)
                {
                    buffers.Add(buffer);
                    if (buffer.HasHalo) kernel.ClearsHaloOf.Add(buffer);
                }
                buffer.FirstStep = Math.Min(buffer.FirstStep, step);
                buffer.LastStep = Math.Max(buffer.LastStep, step);
            }
        }
        foreach (TapPlan tap in taps) tap.View.Buffer.LastStep = Kernels.Count - 1;
        foreach (Buffer buffer in buffers)
            if (!buffer.CanGrow(Halo.None))
                throw new NotSupportedException(
                    $"'{buffer.Name}' would take more than {Limits.Elements} elements with the zeros that convolutions need around it. "
                    + "Use a smaller size, or less padding.");
        return WorkspacePlanner.Place(buffers);
    }

    private void Add(Node node)
    {
        int first = Math.Max(0, Kernels.Count - 1);
        View? destination = Buffers.DestinationOf(node.Id);
        _values[node.Id] = node.Operation switch
        {
            Input input => AddInput(node, input, destination),
            Slice slice => _values[node.Inputs[0]].Window(slice.Start, slice.Count),
            Crop crop => _values[node.Inputs[0]].Crop(PackedConvolution.ThreeOf(crop.Before, 0), node.Shape),
            PickRow row => RowOf(_values[node.Inputs[0]], row.Row, node.Shape),
            Reshape => AddReshape(node, destination),
            ParameterValue parameter when destination is null => View.Of(
                Buffer.OfState(parameter.Path, node.Shape, _rules.OffsetOf(parameter.Path, node.Shape))),
            _ => destination!,
        };
        if (node.Operation is not (Input or Slice or Crop or PickRow or Reshape or Concat or Append or ParameterValue)
            || (node.Operation is ParameterValue && destination is not null)) AddKernels(node, destination!);
        if (Kernels.Count > 0 && Kernels[Kernels.Count - 1].Writes.Contains(_values[node.Id])) Made(node);
        foreach (var (input, target) in Buffers.CopiesOf(node.Id))
        {
            Kernels.Add(Copy($"{PlanText.NameOf(node)}: copies {PlanText.NameOf(Graph.Nodes[input])} into place", _values[input], target));
            if (input == node.Id) _values[node.Id] = target;
        }
        _padded[node.Id] = AddHalo(node, _values[node.Id]);
        // The last kernel from before may have become one that does this node's work, too.
        foreach (TKernel kernel in Kernels.Skip(first).Where(kernel => kernel.Node < 0)) kernel.Node = node.Id;
    }

    private View AddInput(Node node, Input input, View? destination)
    {
        int binding = Graph.Inputs.ToList().FindIndex(other => other.Id == node.Id);
        Shape shape = input.Shape;
        if (destination is null)
            return View.Of(Buffer.Bound(input.Name, BufferKind.Input, binding, shape));
        Kernels.Add(Graph.Layout.Moves(shape)
            ? PackChannelsFirst($"{input.Name}: brings the input into the workspace, channels last", binding, destination)
            : PackInput($"{input.Name}: brings the input into the workspace", binding, destination));
        return destination;
    }

    private static View RowOf(View rows, int row, Shape shape) =>
        rows.IsDense ? rows.As(shape, (long)row * shape.Channels) : rows.Crop([0, 0, row], shape);

    private View AddReshape(Node node, View? destination)
    {
        View seen = Dense(node, 0).As(node.Shape);
        if (destination is null || (destination.Buffer == seen.Buffer && destination.Offset == seen.Offset)) return seen;
        Kernels.Add(Copy($"{PlanText.NameOf(node)}: copies the reshaped value into place", seen, destination));
        return destination;
    }

    /// <summary>The value with the zeros that convolutions need around it: itself, or a copy where it lies where no zeros can be.</summary>
    private View AddHalo(Node node, View value)
    {
        Halo halo = Buffers.Halos[node.Id];
        // Around some positions of a value lie the others.
        bool isWhole = value.Lattice is null && value.RowStride == value.FrameChannels * value.Buffer.RowPixels;
        if (halo.IsNone || (isWhole && value.Buffer.Covers(halo))) return value;
        Buffer buffer = BufferPlanner.NewBuffer(node.Name + " with halo", node.Shape);
        buffer.RequireHalo(halo);
        View padded = View.Of(buffer);
        Kernels.Add(Copy($"{PlanText.NameOf(node)}: copies the value to where it can have a halo", value, padded));
        return padded;
    }

    private void CopyOutputs()
    {
        int inputs = Graph.Inputs.Count();
        for (int i = 0; i < Graph.Outputs.Count; i++)
        {
            Node node = Graph.Nodes[Graph.Outputs[i].Node];
            View value = _values[node.Id];
            if (value.Buffer.Kind == BufferKind.Output && value.Buffer.Binding == inputs + i) continue;
            string name = Graph.Outputs[i].Name;
            if (Graph.Layout.Moves(node.Shape))
            {
                View turned = View.Of(Buffer.Bound(name, BufferKind.Output, inputs + i, Graph.Layout.Order(node.Shape)));
                Kernels.Add(WriteChannelsFirst($"{name}: writes the result channels first", node, value, turned));
                continue;
            }
            var buffer = Buffer.Bound(name, BufferKind.Output, inputs + i, node.Shape);
            Kernels.Add(Copy($"{name}: copies the result out", value, View.Of(buffer)));
        }
    }
}
