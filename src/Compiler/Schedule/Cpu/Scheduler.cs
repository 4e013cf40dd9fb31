using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Turns a rewritten graph into kernels and memory. Decides everything that emitters print.</summary>
public sealed class Scheduler : GraphScheduler<CpuKernelPlan>
{
    private readonly InstructionSet _set;
    private readonly WeightLayout _layout;
    private readonly ScheduleOptions _options;
    private readonly IReadOnlyList<IReadOnlyList<int>> _consumers;
    private readonly Dictionary<int, SqueezeSums> _sums = [];
    private readonly ErrorSweeps _sweeps;
    private readonly List<string> _notes = [];
    private readonly JoinedSums _joinedSums;

    private Scheduler(Graph graph, InstructionSet set, WeightLayout layout, ScheduleOptions options)
        : base(graph, new CpuBufferRules(graph, options, layout))
    {
        _set = set;
        _layout = layout;
        _options = options;
        _sweeps = new ErrorSweeps(graph, set, layout, Buffers);
        _consumers = graph.Consumers();
        _joinedSums = new JoinedSums(graph, Kernels);
    }

    /// <param name="layout">Shared by all sizes of the network on this instruction set.</param>
    public static CpuPlan Schedule(Graph graph, InstructionSet set, WeightLayout layout, ScheduleOptions? options = null)
    {
        layout.BeginProgram();
        var scheduler = new Scheduler(graph, set, layout, options ?? ScheduleOptions.Default);
        scheduler.PlaceWeights();
        scheduler.AddAll();
        return scheduler.Finish();
    }

    /// <summary>
    /// Where several kernels share weights, as a convolution and the squeeze that goes through it do, the one with the most pixels has the
    /// say in how they are packed.
    /// </summary>
    private void PlaceWeights()
    {
        var users = Graph.Nodes.Where(node => node.Operation is Fused { Core: PackedConvolution })
            .Select(node => (Node: node, Convolution: (PackedConvolution)((Fused)node.Operation).Core))
            .Where(user => WinogradPlanner.Choose(_options, user.Convolution, Graph.Nodes[user.Node.Inputs[0]].Shape, user.Node.Shape)
                is null)
            .GroupBy(user => user.Convolution.Parts);
        foreach (var sharers in users)
        {
            var (node, convolution) = sharers.OrderByDescending(user => user.Node.Shape.Pixels).First();
            ConvolutionPlanner.PlaceWeights(_set, _layout, convolution, Graph.Nodes[node.Inputs[0]].Shape, node.Shape,
                Tuned(node, convolution), _options.IsSampleBlock);
        }
    }

    protected override CpuKernelPlan Copy(string title, View from, View to) =>
        new MapPlan(title, new Copy(), [from], to, [], ByChannels: false);

    protected override CpuKernelPlan PackInput(string title, int binding, View destination) =>
        new PackInputPlan(title, binding, destination);

    protected override CpuKernelPlan PackChannelsFirst(string title, int binding, View destination) =>
        new PackPlanesPlan(title, binding, destination);

    protected override CpuKernelPlan WriteChannelsFirst(string title, Node node, View value, View output) =>
        new WritePlanesPlan(title, value, output);

    protected override void Made(Node node) => _joinedSums.Made(node, Kernels.Count - 1);

    protected override void AddKernels(Node node, View destination)
    {
        if (node.Operation is SqueezeResult squeeze)
        {
            Node source = Graph.Nodes[node.Inputs[0]];
            bool mean = squeeze.Mode == GlobalPoolMode.Average;
            Kernels.Add(new SqueezeResultPlan(
                $"{PlanText.NameOf(node)}: {(mean ? "mean" : "sum")} over the pixels of {PlanText.NameOf(source)}, from its kernel's sums",
                _sums[source.Id], destination, source.Shape.Pixels, mean));
            return;
        }
        if (node.Operation is Fused fused)
        {
            EquatableArray<EpilogueStep> epilogue = EpiloguePlanner.Plan(Graph, _layout, Values, node, destination);
            string title = PlanText.Title(Graph, node, fused);
            if (fused.Core is ConvInputGradient or PhasedConvolution)
                Kernels.AddRange(GradientPhasePlanner.Plan(
                    _set, _layout, title, fused.Core, Padded[node.Inputs[0]], destination, epilogue));
            else if (fused.Core is MatMul product)
                Kernels.AddRange(new ProductPlanner(_set).Plan(PlanText.NameOf(node), title, product,
                    Values[node.Inputs[0]], Values[node.Inputs[1]], destination, epilogue));
            else if (fused.Core is Recurrence steps)
                Kernels.Add(RecurrencePlan.In(_layout, title, steps, Values[node.Inputs[0]], destination, epilogue));
            else if (fused.Core is PackedConvolution convolution) AddConvolution(node, fused, convolution, title, destination, epilogue);
            else AddMap(node, title, fused.Core, fused.CoreInputs, destination, epilogue);
            return;
        }
        if (node.Operation is ConvWeightGradient or LinearWeightGradient)
        {
            AddWeightGradient(node, destination);
            return;
        }
        if (node.Operation is Attention attention)
        {
            View[] inputs = [.. node.Inputs.Select((id, i) => Values[id].IsFlat ? Values[id] : Dense(node, i))];
            string title = $"{PlanText.NameOf(node)}: {PlanText.KindOf(attention)} {PlanText.Sizes(Graph, node)}";
            Kernels.AddRange(new ProductPlanner(_set).Plan(PlanText.NameOf(node), title, attention, inputs, destination));
            return;
        }
        if (node.Operation is ErrorSweep or SweptGradient)
        {
            Kernels.AddRange(node.Operation is SweptGradient ? _sweeps.PlanGradient(node, destination)
                : _sweeps.Plan(node, Dense(node, 0), Dense(node, 1), node.Inputs.Count > 2 ? Values[node.Inputs[2]] : null, destination));
            return;
        }
        if (node.Operation is UpdateOperation or WeightProjection or RunningAverage or StepGuard)
        {
            UpdatePlanner.Add(Graph, node, [.. node.Inputs.Select(id => Values[id])], destination, _layout, Kernels);
            return;
        }
        AddMap(node, $"{PlanText.NameOf(node)}: {PlanText.KindOf(node.Operation)} {PlanText.Sizes(Graph, node)}", node.Operation,
            node.Inputs.Count, destination, []);
    }

    private void AddWeightGradient(Node node, View destination)
    {
        PackedConvolution layer = WeightGradientPlanner.LayerOf(node.Operation);
        View input = layer.HasPadding ? Padded[node.Inputs[0]] : Values[node.Inputs[0]];
        string sizes = PlanText.Layer(layer, Graph.Nodes[node.Inputs[0]].Shape, Graph.Nodes[node.Inputs[1]].Shape);
        Kernels.AddRange(WeightGradientPlanner.Plan(
            _set, PlanText.NameOf(node), sizes, layer, input, Values[node.Inputs[1]], destination));
    }

    private void AddMap(Node node, string title, Operation operation, int inputs, View destination,
        EquatableArray<EpilogueStep> epilogue)
    {
        IReadOnlyList<CpuKernelPlan> plans = new MapPlanner(Graph, _options, _layout).Plan(
            node, title, operation, node.Inputs.Take(inputs).Select(id => Values[id]).ToEquatableArray(), destination, epilogue);
        CpuKernelPlan? before = Kernels.LastOrDefault();
        if (!_options.IsTraining && plans.Count == 1 && plans[0] is MapPlan pool && IsReadOnce(node.Inputs[0])
            && UnlessTapped(node, BandPlanner.Rows(before, pool)) is { } rows)
        {
            Kernels[Kernels.Count - 1] = BandPlanner.Plan((ConvolutionPlan)before!, pool, rows);
            return;
        }
        Kernels.AddRange(_joinedSums.Join(node, plans, out string? whyNot));
        if (whyNot is not null)
            _notes.Add($"{PlanText.NameOf(node)}: {PlanText.KindOf(operation)} is a pass of its own, because {whyNot}.");
    }

    private void AddConvolution(Node node, Fused fused, PackedConvolution convolution, string title, View output,
        EquatableArray<EpilogueStep> epilogue)
    {
        View input = convolution.HasPadding ? Padded[node.Inputs[0]] : Values[node.Inputs[0]];
        bool depthwise = convolution.IsDepthwise(input.Channels);
        TunedLayer tuned = Tuned(node, convolution);
        WinogradTransform? winograd = WinogradPlanner.Choose(_options, convolution, Graph.Nodes[node.Inputs[0]].Shape, node.Shape);
        CpuKernelPlan? before = Kernels.LastOrDefault();
        int? bandRows = UnlessTapped(node, !IsReadOnce(node.Inputs[0]) ? null
            : depthwise ? BandPlanner.Rows(before, convolution, input, output)
            : winograd is null && !fused.Squeeze && !convolution.ScaledByGate ? BandPlanner.RowsBehind(before, convolution, input) : null);
        int depthwiseBlocks = bandRows is { } rows ? output.Rows / rows : DepthwisePlanner.BlockCount(convolution, output);
        SqueezeSums? sums = null;
        if (fused.Squeeze)
        {
            int blocks = winograd is not null ? WinogradPlanner.Grid(winograd, Graph.Nodes[node.Inputs[0]].Shape, output).Blocks
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
            string scaling = weights.Titled($"{PlanText.NameOf(node)}: the gate scales the weights");
            Kernels.Add(new ScaleWeightsPlan(scaling, weights,
                Values[node.Inputs[1]], scaled));
        }
        CpuKernelPlan plan = winograd is not null
            ? WinogradPlanner.Plan(_set, _layout, title, convolution, winograd, Padded[node.Inputs[0]], output, epilogue, sums, tuned)
            : depthwise
            ? DepthwisePlanner.Plan(_set, _layout, title, convolution, input, output, epilogue, sums, depthwiseBlocks)
            : ConvolutionPlanner.Plan(_set, _layout, title, convolution, input, output, epilogue, scaled, sums, tuned, bandRows);
        if (plan is ISqueezingPlan { Squeeze: { } squeeze }) _sums[node.Id] = squeeze;
        if (bandRows is null) Kernels.Add(plan);
        else
            Kernels[Kernels.Count - 1] = before is BandPlan bands ? BandPlanner.Append(bands, (ConvolutionPlan)plan)
                : BandPlanner.Plan((ConvolutionPlan)before!, (DepthwisePlan)plan);
    }

    /// <summary>The rows of bands in which a kernel could run with the one before it; null where a tap needs the value between
    /// them.</summary>
    private int? UnlessTapped(Node node, int? bandRows)
    {
        if (bandRows is null || !Graph.IsTapped(node.Inputs[0])) return bandRows;
        string tap = Graph.Taps.First(tap => tap.Node == node.Inputs[0]).Name;
        _notes.Add($"{PlanText.NameOf(node)}: does not run band by band with the kernel before it, because the tap {tap} shows the "
            + "value between them.");
        return null;
    }

    /// <summary>No other kernel needs the value, nor the caller as a result, so that it need not be there as a whole.</summary>
    private bool IsReadOnce(int id) => _consumers[id].Count == 1 && Graph.Outputs.All(output => output.Node != id);

    private TunedLayer Tuned(Node node, PackedConvolution convolution) =>
        _options.Tuning.For(PlanText.Layer(convolution, Graph.Nodes[node.Inputs[0]].Shape, node.Shape), _set);

    private CpuPlan Finish()
    {
        if (_layout.PacksEachStep) PackWeightsPlanner.Insert(_layout, Kernels);
        IReadOnlyList<TapPlan> taps = PlaceTaps();
        var (floats, bound) = PlaceWorkspace(taps);
        foreach (CpuKernelPlan kernel in Kernels)
            foreach (CpuKernelPlan part in kernel.Parts) part.ScratchOffset = kernel.PartsOffset;
        KernelNames.Assign(Kernels.SelectMany(kernel => kernel.Parts.Prepend(kernel)));
        return new CpuPlan(Graph, _set, Kernels, floats, bound, Kernels.Select(kernel => kernel.ScratchFloats).DefaultIfEmpty().Max())
        {
            Taps = taps,
            Notes = _notes,
            Tail = _options.IsTraining ? null : BatchTailPlanner.Plan(Kernels),
        };
    }
}
