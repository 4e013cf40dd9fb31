using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Turns a rewritten graph into kernels and memory. Decides everything that emitters print.</summary>
public sealed class Scheduler
{
    private readonly Graph _graph;
    private readonly InstructionSet _set;
    private readonly WeightLayout _layout;
    private readonly ScheduleOptions _options;
    private readonly BufferPlanner _buffers;
    private readonly List<KernelPlan> _kernels = [];
    private readonly IReadOnlyList<IReadOnlyList<int>> _consumers;
    private readonly View[] _values;
    private readonly View[] _padded;
    private readonly Dictionary<int, SqueezeSums> _sums = [];
    private readonly ErrorSweeps _sweeps;
    private readonly List<string> _notes = [];
    private readonly JoinedSums _joinedSums;

    private Scheduler(Graph graph, InstructionSet set, WeightLayout layout, ScheduleOptions options)
    {
        _graph = graph;
        _set = set;
        _layout = layout;
        _options = options;
        _buffers = BufferPlanner.Plan(graph, options, layout);
        _sweeps = new ErrorSweeps(graph, set, layout, _buffers);
        _consumers = graph.Consumers();
        _values = new View[graph.Nodes.Count];
        _padded = new View[graph.Nodes.Count];
        _joinedSums = new JoinedSums(graph, _kernels);
    }

    /// <param name="layout">Shared by all sizes of the network on this instruction set.</param>
    public static NetworkPlan Schedule(Graph graph, InstructionSet set, WeightLayout layout, ScheduleOptions? options = null)
    {
        layout.BeginProgram();
        var scheduler = new Scheduler(graph, set, layout, options ?? ScheduleOptions.Default);
        scheduler.PlaceWeights();
        foreach (Node node in graph.Nodes) scheduler.Add(node);
        scheduler.CopyOutputs();
        return scheduler.Finish();
    }

    /// <summary>
    /// Where several kernels share weights, as a convolution and the squeeze that goes through it do, the one with the most pixels has the
    /// say in how they are packed.
    /// </summary>
    private void PlaceWeights()
    {
        var users = _graph.Nodes.Where(node => node.Operation is Fused { Core: PackedConvolution })
            .Select(node => (Node: node, Convolution: (PackedConvolution)((Fused)node.Operation).Core))
            .Where(user => WinogradPlanner.Choose(_options, user.Convolution, _graph.Nodes[user.Node.Inputs[0]].Shape, user.Node.Shape)
                is null)
            .GroupBy(user => user.Convolution.Parts);
        foreach (var sharers in users)
        {
            var (node, convolution) = sharers.OrderByDescending(user => user.Node.Shape.Pixels).First();
            ConvolutionPlanner.PlaceWeights(_set, _layout, convolution, _graph.Nodes[node.Inputs[0]].Shape, node.Shape,
                Tuned(node, convolution));
        }
    }

    private void Add(Node node)
    {
        int first = Math.Max(0, _kernels.Count - 1);
        View? destination = _buffers.DestinationOf(node.Id);
        View value = node.Operation switch
        {
            Input input => AddInput(node, input, destination),
            Slice slice => _values[node.Inputs[0]].Window(slice.Start, slice.Count),
            Reshape => AddReshape(node, destination),
            Concat or Append => destination!,
            _ => AddKernel(node, destination!),
        };
        _values[node.Id] = value;
        if (_kernels.Count > 0 && _kernels[_kernels.Count - 1].Writes.Contains(value)) _joinedSums.Made(node, _kernels.Count - 1);
        foreach (var (input, target) in _buffers.CopiesOf(node.Id))
        {
            AddCopy(node, $"{PlanText.NameOf(node)}: copies {PlanText.NameOf(_graph.Nodes[input])} into place", _values[input], target);
            if (input == node.Id) _values[node.Id] = target;
        }
        _padded[node.Id] = AddHalo(node, _values[node.Id]);
        // The last kernel from before may have become one that does this node's work, too.
        foreach (KernelPlan kernel in _kernels.Skip(first).Where(kernel => kernel.Node < 0)) kernel.Node = node.Id;
    }

    private View AddInput(Node node, Input input, View? destination)
    {
        int binding = _graph.Inputs.ToList().FindIndex(other => other.Id == node.Id);
        Shape shape = input.Shape;
        if (destination is null)
            return View.Of(Buffer.Bound(input.Name, BufferKind.Input, binding, shape));
        _kernels.Add(new PackInputPlan($"{input.Name}: brings the input into the workspace", binding, destination));
        return destination;
    }

    private View AddReshape(Node node, View? destination)
    {
        View seen = Dense(node, 0).As(node.Shape);
        if (destination is null || (destination.Buffer == seen.Buffer && destination.Offset == seen.Offset)) return seen;
        AddCopy(node, $"{PlanText.NameOf(node)}: copies the reshaped value into place", seen, destination);
        return destination;
    }

    /// <summary>An input of a node without gaps: itself, or a copy.</summary>
    private View Dense(Node node, int input)
    {
        Node read = _graph.Nodes[node.Inputs[input]];
        View value = _values[read.Id];
        if (value.IsDense) return value;
        View packed = BufferPlanner.NewDense(node.Name, read.Shape);
        AddCopy(node, $"{PlanText.NameOf(node)}: copies {PlanText.NameOf(read)} without gaps", value, packed);
        return packed;
    }

    /// <summary>The value with the zeros that convolutions need around it: itself, or a copy where it lies where no zeros can be.</summary>
    private View AddHalo(Node node, View value)
    {
        Halo halo = _buffers.Halos[node.Id];
        if (halo.IsNone || (value.Buffer.Covers(halo) && value.RowStride == value.FrameChannels * value.Buffer.RowPixels)) return value;
        Buffer buffer = BufferPlanner.NewBuffer(node.Name + " with halo", node.Shape);
        buffer.RequireHalo(halo);
        View padded = View.Of(buffer);
        AddCopy(node, $"{PlanText.NameOf(node)}: copies the value to where it can have a halo", value, padded);
        return padded;
    }

    private void AddCopy(Node node, string title, View from, View to) =>
        _kernels.Add(new MapPlan(title, new Copy(), [from], to, [], ByChannels: false));

    private View AddKernel(Node node, View destination)
    {
        if (node.Operation is SqueezeResult squeeze)
        {
            Node source = _graph.Nodes[node.Inputs[0]];
            bool mean = squeeze.Mode == GlobalPoolMode.Average;
            _kernels.Add(new SqueezeResultPlan(
                $"{PlanText.NameOf(node)}: {(mean ? "mean" : "sum")} over the pixels of {PlanText.NameOf(source)}, from its kernel's sums",
                _sums[source.Id], destination, source.Shape.Pixels, mean));
            return destination;
        }
        if (node.Operation is Fused fused)
        {
            EquatableArray<EpilogueStep> epilogue = EpiloguePlanner.Plan(_graph, _layout, _values, node, destination);
            string title = PlanText.Title(_graph, node, fused);
            if (fused.Core is ConvInputGradient gradient)
                _kernels.AddRange(GradientPhasePlanner.Plan(
                    _set, _layout, title, gradient, _padded[node.Inputs[0]], destination, epilogue));
            else if (fused.Core is PackedConvolution convolution) AddConvolution(node, fused, convolution, title, destination, epilogue);
            else AddMap(node, title, fused.Core, fused.CoreInputs, destination, epilogue);
            return destination;
        }
        if (node.Operation is ConvWeightGradient or LinearWeightGradient) return AddWeightGradient(node, destination);
        if (node.Operation is ErrorSweep or SweptGradient)
        {
            _kernels.AddRange(node.Operation is SweptGradient ? _sweeps.PlanGradient(node, destination)
                : _sweeps.Plan(node, Dense(node, 0), Dense(node, 1), node.Inputs.Count > 2 ? _values[node.Inputs[2]] : null, destination));
            return destination;
        }
        if (node.Operation is UpdateOperation or WeightProjection or RunningAverage or StepGuard)
        {
            UpdatePlanner.Add(_graph, node, [.. node.Inputs.Select(id => _values[id])], destination, _layout, _kernels);
            return destination;
        }
        AddMap(node, $"{PlanText.NameOf(node)}: {PlanText.KindOf(node.Operation)} {PlanText.Sizes(_graph, node)}", node.Operation,
            node.Inputs.Count, destination, []);
        return destination;
    }

    private View AddWeightGradient(Node node, View destination)
    {
        PackedConvolution layer = WeightGradientPlanner.LayerOf(node.Operation);
        View input = layer.HasPadding ? _padded[node.Inputs[0]] : _values[node.Inputs[0]];
        string sizes = PlanText.Layer(layer, _graph.Nodes[node.Inputs[0]].Shape, _graph.Nodes[node.Inputs[1]].Shape);
        _kernels.AddRange(WeightGradientPlanner.Plan(
            _set, PlanText.NameOf(node), sizes, layer, input, _values[node.Inputs[1]], destination));
        return destination;
    }

    private void AddMap(Node node, string title, Operation operation, int inputs, View destination,
        EquatableArray<EpilogueStep> epilogue)
    {
        IReadOnlyList<KernelPlan> plans = new MapPlanner(_graph, _options, _layout).Plan(
            node, title, operation, node.Inputs.Take(inputs).Select(id => _values[id]).ToEquatableArray(), destination, epilogue);
        _kernels.AddRange(_joinedSums.Join(node, plans, out string? whyNot));
        if (whyNot is not null)
            _notes.Add($"{PlanText.NameOf(node)}: {PlanText.KindOf(operation)} is a pass of its own, because {whyNot}.");
    }

    private void AddConvolution(Node node, Fused fused, PackedConvolution convolution, string title, View output,
        EquatableArray<EpilogueStep> epilogue)
    {
        View input = convolution.HasPadding ? _padded[node.Inputs[0]] : _values[node.Inputs[0]];
        bool depthwise = convolution.IsDepthwise(input.Channels);
        TunedLayer tuned = Tuned(node, convolution);
        WinogradTransform? winograd = WinogradPlanner.Choose(_options, convolution, _graph.Nodes[node.Inputs[0]].Shape, node.Shape);
        KernelPlan? before = _kernels.LastOrDefault();
        int? bandRows = !IsReadOnce(node.Inputs[0]) ? null
            : depthwise ? BandPlanner.Rows(before, convolution, input, output)
            : winograd is null && !fused.Squeeze && !convolution.ScaledByGate ? BandPlanner.RowsBehind(before, convolution, input) : null;
        if (bandRows is not null && _graph.IsTapped(node.Inputs[0]))
        {
            bandRows = null;
            string tap = _graph.Taps.First(tap => tap.Node == node.Inputs[0]).Name;
            _notes.Add($"{PlanText.NameOf(node)}: does not run band by band with the kernel before it, because the tap {tap} shows the "
                + "value between them.");
        }
        int depthwiseBlocks = bandRows is { } rows ? output.Rows / rows : DepthwisePlanner.BlockCount(convolution, output);
        SqueezeSums? sums = null;
        if (fused.Squeeze)
        {
            int blocks = winograd is not null ? WinogradPlanner.Grid(winograd, _graph.Nodes[node.Inputs[0]].Shape, output).Blocks
                : depthwise ? depthwiseBlocks : ConvolutionPlanner.BlockCount(convolution, input, output, epilogue, tuned);
            sums = SqueezeSums.Of(node.Name + " sums", output,
                depthwise ? DepthwisePlanner.SumCount(output, blocks) : blocks);
        }
        View? scaled = null;
        if (convolution.ScaledByGate)
        {
            // Planned once without the copy to learn how the weights are packed.
            PackedWeights weights = ConvolutionPlanner.Plan(_set, _layout, title, convolution, input, output, epilogue, null, sums,
                tuned).Weights;
            int most = InstructionSet.All.Max(set => set.Lanes) * 8;
            scaled = View.Of(Buffer.Rows(node.Name + " weights", weights.Depth, (weights.Outputs + most - 1) / most * most));
            string scaling = PlanText.WithStorage($"{PlanText.NameOf(node)}: the gate scales the weights", weights);
            _kernels.Add(new ScaleWeightsPlan(scaling, weights,
                _values[node.Inputs[1]], scaled));
        }
        KernelPlan plan = winograd is not null
            ? WinogradPlanner.Plan(_set, _layout, title, convolution, winograd, _padded[node.Inputs[0]], output, epilogue, sums, tuned)
            : depthwise
            ? DepthwisePlanner.Plan(_set, _layout, title, convolution, input, output, epilogue, sums, depthwiseBlocks)
            : ConvolutionPlanner.Plan(_set, _layout, title, convolution, input, output, epilogue, scaled, sums, tuned, bandRows);
        if (plan is ISqueezingPlan { Squeeze: { } squeeze }) _sums[node.Id] = squeeze;
        if (bandRows is null) _kernels.Add(plan);
        else
            _kernels[_kernels.Count - 1] = before is BandPlan bands ? BandPlanner.Append(bands, (ConvolutionPlan)plan)
                : BandPlanner.Plan((ConvolutionPlan)before!, (DepthwisePlan)plan);
    }

    /// <summary>No other kernel needs the value, nor the caller as a result, so that it need not be there as a whole.</summary>
    private bool IsReadOnce(int id) => _consumers[id].Count == 1 && _graph.Outputs.All(output => output.Node != id);

    private TunedLayer Tuned(Node node, PackedConvolution convolution) =>
        _options.Tuning.For(PlanText.Layer(convolution, _graph.Nodes[node.Inputs[0]].Shape, node.Shape), _set);

    private void CopyOutputs()
    {
        int inputs = _graph.Inputs.Count();
        for (int i = 0; i < _graph.Outputs.Count; i++)
        {
            Node node = _graph.Nodes[_graph.Outputs[i].Node];
            View value = _values[node.Id];
            if (value.Buffer.Kind == BufferKind.Output && value.Buffer.Binding == inputs + i) continue;
            var buffer = Buffer.Bound(_graph.Outputs[i].Name, BufferKind.Output, inputs + i, node.Shape);
            AddCopy(node, $"{_graph.Outputs[i].Name}: copies the result out", value, View.Of(buffer));
        }
    }

    private NetworkPlan Finish()
    {
        if (_layout.PacksEachStep) PackWeightsPlanner.Insert(_layout, _kernels);
        var buffers = new List<Buffer>();
        for (int step = 0; step < _kernels.Count; step++)
        {
            KernelPlan kernel = _kernels[step];
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
        TapPlan[] taps = [.. _graph.Taps.Select(tap => new TapPlan(tap.Name, _graph.Nodes[tap.Node].Shape, _values[tap.Node]))];
        foreach (TapPlan tap in taps) tap.View.Buffer.LastStep = _kernels.Count - 1;
        foreach (Buffer buffer in buffers)
            if (!buffer.CanGrow(Halo.None))
                throw new NotSupportedException(
                    $"'{buffer.Name}' would take more than {Limits.Elements} elements with the zeros that convolutions need around it. "
                    + "Use a smaller size, or less padding.");
        var (floats, bound) = WorkspacePlanner.Place(buffers);
        foreach (KernelPlan kernel in _kernels)
            foreach (KernelPlan part in kernel.Parts) part.ScratchOffset = kernel.PartsOffset;
        KernelNames.Assign(_kernels);
        return new NetworkPlan(_graph, _set, _kernels, floats, bound,
            _kernels.Select(kernel => kernel.ScratchFloats).DefaultIfEmpty().Max())
        {
            Taps = taps,
            Notes = _notes,
        };
    }
}
