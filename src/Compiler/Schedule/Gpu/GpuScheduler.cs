using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>Turns a rewritten graph into kernels of a GPU and memory.</summary>
public sealed class GpuScheduler
{
    /// <summary>Output channels of a group from which tiles in shared memory pay.</summary>
    private const int NarrowestTile = 8;

    private readonly Graph _graph;
    private readonly GpuWeightLayout _layout;
    private readonly BufferPlanner _buffers;
    private readonly View[] _values;
    private readonly List<GpuKernelPlan> _kernels = [];
    private readonly Dictionary<int, GpuSqueezeSums> _sums = [];

    private GpuScheduler(Graph graph, GpuWeightLayout layout)
    {
        _graph = graph;
        _layout = layout;
        _buffers = BufferPlanner.PlanWithoutHalos(graph);
        _values = new View[graph.Nodes.Count];
    }

    /// <param name="layout">Shared by all sizes of the network.</param>
    /// <exception cref="NotSupportedException">An operation has no kernel; <see cref="HasKernel"/> tells beforehand.</exception>
    public static GpuNetworkPlan Schedule(Graph graph, GpuWeightLayout layout)
    {
        var scheduler = new GpuScheduler(graph, layout);
        scheduler.PlaceWeights();
        foreach (Node node in graph.Nodes) scheduler.Add(node);
        scheduler.CopyOutputs();
        return scheduler.Finish();
    }

    /// <summary>Whether an operation of a rewritten graph has a kernel.</summary>
    public static bool HasKernel(Operation operation) => operation switch
    {
        Input or Slice or Reshape or Concat or Append or SqueezeResult => true,
        Fused fused => fused.Core is PackedConvolution || GpuMaps.Has(fused.Core),
        _ => GpuMaps.Has(operation),
    };

    /// <summary>Where a convolution and a squeeze that goes through it share weights, the one with the most positions has the say in how
    /// they are packed.</summary>
    private void PlaceWeights()
    {
        foreach (var sharers in _graph.Nodes.Where(node => node.Operation is Fused { Core: PackedConvolution })
            .GroupBy(node => ((PackedConvolution)((Fused)node.Operation).Core).Parts))
        {
            Node node = sharers.OrderByDescending(user => user.Shape.Pixels).First();
            Weights(node, (PackedConvolution)((Fused)node.Operation).Core);
        }
    }

    private GpuWeights Weights(Node node, PackedConvolution convolution)
    {
        int channels = _graph.Nodes[node.Inputs[0]].Shape.Channels;
        int panel = convolution.IsDepthwise(channels) ? 0
            : GpuTileTable.Choose(node.Shape.Pixels, convolution.Outputs / convolution.Groups, convolution.Groups).Columns;
        return _layout.Convolution(convolution, channels, panel);
    }

    private void Add(Node node)
    {
        int first = _kernels.Count;
        View? destination = _buffers.DestinationOf(node.Id);
        _values[node.Id] = node.Operation switch
        {
            Input input => AddInput(node, input, destination),
            Slice slice => _values[node.Inputs[0]].Window(slice.Start, slice.Count),
            Reshape => AddReshape(node, destination),
            Concat or Append => destination!,
            _ => AddKernel(node, destination!),
        };
        foreach (var (input, target) in _buffers.CopiesOf(node.Id))
        {
            AddCopy($"{PlanText.NameOf(node)}: copies {PlanText.NameOf(_graph.Nodes[input])} into place", _values[input], target);
            if (input == node.Id) _values[node.Id] = target;
        }
        foreach (GpuKernelPlan kernel in _kernels.Skip(first)) kernel.Node = node.Id;
    }

    private View AddInput(Node node, Input input, View? destination)
    {
        int binding = _graph.Inputs.ToList().FindIndex(other => other.Id == node.Id);
        View caller = View.Of(Buffer.Bound(input.Name, BufferKind.Input, binding, input.Shape));
        if (destination is null) return caller;
        AddCopy($"{input.Name}: brings the input into place", caller, destination);
        return destination;
    }

    private View AddReshape(Node node, View? destination)
    {
        Node read = _graph.Nodes[node.Inputs[0]];
        View value = _values[read.Id];
        if (!value.IsDense)
        {
            View packed = BufferPlanner.NewDense(node.Name, read.Shape);
            AddCopy($"{PlanText.NameOf(node)}: copies {PlanText.NameOf(read)} without gaps", value, packed);
            value = packed;
        }
        View seen = value.As(node.Shape);
        if (destination is null || (destination.Buffer == seen.Buffer && destination.Offset == seen.Offset)) return seen;
        AddCopy($"{PlanText.NameOf(node)}: copies the reshaped value into place", seen, destination);
        return destination;
    }

    private void AddCopy(string title, View from, View to) => _kernels.Add(GpuMaps.Plan(title, new Copy(), [from], to, []));

    private View AddKernel(Node node, View output)
    {
        if (node.Operation is SqueezeResult squeeze)
        {
            Node source = _graph.Nodes[node.Inputs[0]];
            GpuSqueezeSums sums = _sums[source.Id];
            string kind = squeeze.Mode == GlobalPoolMode.Average ? "mean" : "sum";
            _kernels.Add(new GpuReducePlan(
                $"{PlanText.NameOf(node)}: {kind} over the pixels of {PlanText.NameOf(source)}, from its kernel's sums",
                squeeze.Mode, sums.Sums, sums.Blocks, source.Shape.Pixels, output, []));
            return output;
        }
        if (node.Operation is Fused fused)
        {
            string title = PlanText.Title(_graph, node, fused);
            EquatableArray<GpuEpilogueStep> epilogue = Epilogue(node, fused, output);
            if (fused.Core is PackedConvolution convolution) AddConvolution(node, fused, convolution, title, output, epilogue);
            else AddMap(title, fused.Core, node.Inputs.Take(fused.CoreInputs), output, epilogue);
            return output;
        }
        AddMap($"{PlanText.NameOf(node)}: {PlanText.KindOf(node.Operation)} {PlanText.Sizes(_graph, node)}", node.Operation, node.Inputs,
            output, []);
        return output;
    }

    private void AddMap(string title, Operation operation, IEnumerable<int> inputs, View output,
        EquatableArray<GpuEpilogueStep> epilogue) =>
        _kernels.Add(GpuMaps.Plan(title, operation, inputs.Select(id => _values[id]).ToEquatableArray(), output, epilogue));

    private EquatableArray<GpuEpilogueStep> Epilogue(Node node, Fused fused, View output)
    {
        int operand = fused.CoreInputs;
        return fused.Epilogue.Select(step => new GpuEpilogueStep(
            step, Fused.TakesTwo(step) ? _values[node.Inputs[operand++]] : null, step switch
            {
                PRelu slopes => [_layout.Slopes(slopes, output.Channels).Offset],
                BatchNorm norm when _layout.Norm(norm, output.Channels) is var vectors => [vectors.ScaleOffset, vectors.ShiftOffset],
                _ => [],
            })).ToEquatableArray();
    }

    private void AddConvolution(
        Node node, Fused fused, PackedConvolution convolution, string title, View output, EquatableArray<GpuEpilogueStep> epilogue)
    {
        View input = _values[node.Inputs[0]];
        View? gate = convolution.ScaledByGate ? _values[node.Inputs[1]] : null;
        GpuWeights weights = Weights(node, convolution);
        if (weights.IsDepthwise)
        {
            GpuSqueezeSums? sums = fused.Squeeze ? Sums(node, GpuDepthwisePlan.BlocksOf(output.Pixels)) : null;
            _kernels.Add(new GpuDepthwisePlan(title, convolution, weights, input, output, epilogue) { Squeeze = sums });
        }
        else if (output.Pixels == 1 && convolution.IsPointwise && convolution.IsUnstrided && !convolution.HasPadding)
            _kernels.Add(new GpuLinearPlan(title, weights, input, gate, output, epilogue));
        else if (weights.Outputs < NarrowestTile && convolution.Groups > 1)
            _kernels.Add(new GpuDirectPlan(title, convolution, weights, input, output, epilogue));
        else
        {
            GpuTile tile = GpuTileTable.Choose(output.Pixels, weights.Outputs, convolution.Groups, weights.Panel);
            var plan = new GpuConvolutionPlan(title, convolution, weights, tile, input, gate, output, epilogue);
            _kernels.Add(fused.Squeeze ? plan with { Squeeze = Sums(node, plan.TilesPerSample) } : plan);
        }
    }

    private GpuSqueezeSums Sums(Node node, int blocks)
    {
        var sums = new GpuSqueezeSums(View.Of(Buffer.Rows(node.Name + " sums", blocks, (node.Shape.Channels + 15) / 16 * 16)), blocks);
        return _sums[node.Id] = sums;
    }

    private void CopyOutputs()
    {
        int inputs = _graph.Inputs.Count();
        for (int i = 0; i < _graph.Outputs.Count; i++)
        {
            Node node = _graph.Nodes[_graph.Outputs[i].Node];
            View value = _values[node.Id];
            if (value.Buffer.Kind == BufferKind.Output && value.Buffer.Binding == inputs + i) continue;
            var buffer = Buffer.Bound(_graph.Outputs[i].Name, BufferKind.Output, inputs + i, node.Shape);
            AddCopy($"{_graph.Outputs[i].Name}: copies the result out", value, View.Of(buffer));
            _kernels[_kernels.Count - 1].Node = node.Id;
        }
    }

    private GpuNetworkPlan Finish()
    {
        for (int step = 0; step < _kernels.Count; step++)
        {
            foreach (Buffer buffer in _kernels[step].Reads.Concat(_kernels[step].Writes).Select(view => view.Buffer))
            {
                buffer.FirstStep = Math.Min(buffer.FirstStep, step);
                buffer.LastStep = Math.Max(buffer.LastStep, step);
            }
        }
        var (floats, _) = WorkspacePlanner.Place(_kernels.SelectMany(kernel => kernel.Reads.Concat(kernel.Writes))
            .Select(view => view.Buffer).Distinct());
        var names = new KernelNames();
        foreach (GpuKernelPlan kernel in _kernels) kernel.Name = names.Next(kernel.Title);
        return new GpuNetworkPlan(_graph, _kernels, _layout, floats);
    }
}
