using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>Turns a rewritten graph into kernels of a GPU and memory.</summary>
public sealed class GpuScheduler : GraphScheduler<GpuKernelPlan>
{
    /// <summary>Output channels of a group from which tiles in shared memory pay.</summary>
    private const int NarrowestTile = 8;

    private readonly GpuWeightLayout _layout;
    private readonly GpuWeightPlanner _weights;
    private readonly Dictionary<int, GpuSqueezeSums> _sums = [];
    private readonly GpuLinearChains _chains;

    /// <summary>The nodes that a linear layer's kernel computes, by the layer, and how many of its channels a group has.</summary>
    private readonly Dictionary<int, (IReadOnlyList<Node> Nodes, int Columns)> _linear = [];

    /// <summary>Nodes that the next one's kernel computes.</summary>
    private readonly HashSet<int> _within = [];

    private readonly int _samples;
    private readonly GpuPrecision _precision;

    private GpuScheduler(Graph graph, GpuWeightLayout layout, int samples, Arithmetic arithmetic, GpuPrecision precision)
        : base(graph, new GpuBufferRules(graph)) =>
        (_layout, _weights, _samples, _precision, _chains) = (
            layout, new GpuWeightPlanner(graph, layout, samples, arithmetic, precision), samples, precision, new GpuLinearChains(graph));

    /// <param name="layout">Shared by all sizes of the network, at one precision.</param>
    /// <param name="samples">For how many at once the tiles are chosen; the kernels take any number.</param>
    /// <param name="arithmetic">Whether Winograd's form is allowed.</param>
    /// <param name="precision">How convolutions multiply.</param>
    /// <exception cref="NotSupportedException">An operation has no kernel; <see cref="HasKernel"/> tells beforehand.</exception>
    public static GpuNetworkPlan Schedule(
        Graph graph, GpuWeightLayout layout, int samples, Arithmetic arithmetic, GpuPrecision precision)
    {
        var scheduler = new GpuScheduler(graph, layout, samples, arithmetic, precision);
        scheduler._weights.PlaceAll();
        scheduler.AddAll();
        IReadOnlyList<TapPlan> taps = scheduler.PlaceTaps();
        var (floats, bound) = scheduler.PlaceWorkspace(taps);
        KernelNames.Assign(scheduler.Kernels, GpuNames.IsTaken);
        return new GpuNetworkPlan(graph, samples, scheduler.Kernels, layout, floats, bound) { Taps = taps };
    }

    /// <summary>Whether an operation of a declared graph has a kernel, or becomes a part of one.</summary>
    public static bool HasKernel(Operation operation) => operation is Input or Slice or Reshape or Concat or Append or Dropout
        or Conv or ConvTranspose or Linear or ChannelAffine or PRelu or ElementwiseOperation or BinaryOperation
        or Attention || GpuMaps.Has(operation);

    protected override GpuKernelPlan Copy(string title, View from, View to) => GpuMaps.Plan(title, new Copy(), [from], to, []);

    protected override GpuKernelPlan PackInput(string title, int binding, View destination)
    {
        Shape shape = ((Input)Graph.Inputs.ElementAt(binding).Operation).Shape;
        return Copy(title, View.Of(Buffer.Bound(title, BufferKind.Input, binding, shape)), destination);
    }

    protected override GpuKernelPlan PackChannelsFirst(string title, int binding, View destination)
    {
        Shape shape = Graph.Inputs.ElementAt(binding).Shape;
        View input = View.Of(Buffer.Bound(title, BufferKind.Input, binding, Graph.Layout.Order(shape)));
        return GpuMaps.Plan(title, CallerLayout.ToChannelsLast(shape.Rank), [input], destination, [], shape.Rank);
    }

    protected override GpuKernelPlan WriteChannelsFirst(string title, Node node, View value, View output) =>
        GpuMaps.Plan(title, CallerLayout.ToChannelsFirst(node.Shape.Rank), [value], output, [], node.Shape.Rank);

    protected override void AddKernels(Node node, View output)
    {
        CutChain(_chains.StartingAt(node));
        if (_within.Contains(node.Id)) return;
        if (node.Operation is SqueezeResult squeeze)
        {
            Node source = Graph.Nodes[node.Inputs[0]];
            GpuSqueezeSums sums = _sums[source.Id];
            Kernels.Add(new GpuReducePlan(
                Title(node), squeeze.Mode, sums.Sums, sums.Blocks, source.Shape.Pixels, output, []));
        }
        else if (_linear.TryGetValue(node.Id, out var linear)) Kernels.Add(LinearPlan(node, linear.Nodes, linear.Columns));
        else if (node.Operation is Fused fused)
        {
            string title = Title(node);
            EquatableArray<EpilogueStep> epilogue = Epilogue(node, fused, output);
            if (fused.Core is PackedConvolution convolution) AddConvolution(node, fused, convolution, title, output, epilogue);
            else if (fused.Core is PhasedConvolution phased) AddPhases(node, phased, title, output, epilogue);
            else AddMap(title, fused.Core, node.Inputs.Take(fused.CoreInputs), output, epilogue);
        }
        else
        {
            AddMap(Title(node), node.Operation, node.Inputs, output, []);
        }
    }

    private string Title(Node node) => node.Operation switch
    {
        SqueezeResult squeeze => $"{PlanText.NameOf(node)}: {(squeeze.Mode == GlobalPoolMode.Average ? "mean" : "sum")} over the pixels of "
            + $"{PlanText.NameOf(Graph.Nodes[node.Inputs[0]])}, from its kernel's sums",
        Fused fused => PlanText.Title(Graph, node, fused),
        _ => $"{PlanText.NameOf(node)}: {PlanText.KindOf(node.Operation)} {PlanText.Sizes(Graph, node)}",
    };

    /// <summary>Decides which of the nodes have kernels, and which are computed by the next one's.</summary>
    private void CutChain(IReadOnlyList<Node> chain)
    {
        int first = 0;
        foreach (GpuLinearCut cut in GpuLinearCosts.Cut([.. chain.Select(Step)], _samples))
        {
            IReadOnlyList<Node> nodes = [.. chain.Skip(first).Take(cut.Steps)];
            Node last = nodes[nodes.Count - 1];
            _within.UnionWith(nodes.Take(nodes.Count - 1).Select(node => node.Id));
            if (last.Operation is Fused && !IsQuickerAsProduct(last, cut)) _linear[last.Id] = (nodes, cut.Columns);
            first += cut.Steps;
        }
    }

    /// <summary>A layer alone reads its weights once for each sample; as a product of matrices, with the samples for positions, it reads
    /// them once for a tile.</summary>
    private bool IsQuickerAsProduct(Node node, GpuLinearCut cut)
    {
        if (_samples == 1 || cut.Steps > 1 || _precision != GpuPrecision.Single) return false;
        return GpuLinearCosts.Start
            + _weights.Tiling(_samples, _weights.Of(node, (PackedConvolution)((Fused)node.Operation).Core), maySplit: true).Nanoseconds
            < cut.Nanoseconds;
    }

    private GpuLinearStep Step(Node node)
    {
        if (node.Operation is SqueezeResult) return new(_sums[node.Inputs[0]].Blocks, node.Shape.Channels, IsLayer: false, 0);
        GpuWeights weights = _weights.Of(node, (PackedConvolution)((Fused)node.Operation).Core);
        return new(weights.Depth, weights.Outputs, IsLayer: true, weights.Panel);
    }

    private GpuLinearPlan LinearPlan(Node last, IReadOnlyList<Node> nodes, int columns)
    {
        bool hasMean = nodes[0].Operation is SqueezeResult;
        EquatableArray<GpuLinearLayer> layers = nodes.Skip(hasMean ? 1 : 0).Select(node =>
        {
            var fused = (Fused)node.Operation;
            return new GpuLinearLayer(
                _weights.Of(node, (PackedConvolution)fused.Core), Values[node.Id], Epilogue(node, fused, Values[node.Id]));
        }).ToEquatableArray();
        string name = PlanText.NameOf(last);
        string title = $"{name}: {string.Join(" → ", nodes.Select(node => Title(node).Substring(PlanText.NameOf(node).Length + 2)))}";
        if (nodes[0].Operation is SqueezeResult squeeze)
        {
            Node source = Graph.Nodes[nodes[0].Inputs[0]];
            GpuSqueezeSums sums = _sums[source.Id];
            var mean = new GpuMean(squeeze.Mode, sums.Blocks, source.Shape.Pixels, source.Shape.Channels);
            return new GpuLinearPlan(title, mean, sums.Sums, null, layers, columns);
        }
        bool isGated = nodes[0].Operation is Fused { Core: PackedConvolution { ScaledByGate: true } };
        return new GpuLinearPlan(
            title, null, Values[nodes[0].Inputs[0]], isGated ? Values[nodes[0].Inputs[1]] : null, layers, columns);
    }

    private void AddMap(string title, Operation operation, IEnumerable<int> inputs, View output,
        EquatableArray<EpilogueStep> epilogue) =>
        Kernels.Add(WithWeights(GpuMaps.Plan(title, operation, inputs.Select(id => Values[id]).ToEquatableArray(), output, epilogue,
            inputs.Select(id => Graph.Nodes[id].Shape.Rank).FirstOrDefault())));

    private GpuKernelPlan WithWeights(GpuKernelPlan plan) => plan is GpuMapPlan { Operation: ParameterValue value } map
        ? map with { Weights = _layout.Parameter(value.Path, checked((int)new Shape(value.Dimensions).Elements)).Offset }
        : plan is GpuRecurrencePlan recurrence ? recurrence.In(_layout) : plan;

    private EquatableArray<EpilogueStep> Epilogue(Node node, Fused fused, View output)
    {
        int operand = fused.CoreInputs;
        return fused.Epilogue.Select(step => new EpilogueStep(
            step, Fused.TakesTwo(step) ? Values[node.Inputs[operand++]] : null, step switch
            {
                PRelu slopes => [_layout.Slopes(slopes, output.Channels).Offset],
                BatchNorm norm when _layout.Norm(norm, output.Channels) is var vectors => [vectors.ScaleOffset, vectors.ShiftOffset],
                ChannelScale scale => scale.Parameters([Shape.Of(output.Channels)])
                    .Select(parameter => _layout.Parameter(parameter.Name, output.Channels).Offset).ToEquatableArray(),
                _ => [],
            })).ToEquatableArray();
    }

    private void AddConvolution(
        Node node, Fused fused, PackedConvolution convolution, string title, View output, EquatableArray<EpilogueStep> epilogue)
    {
        View input = Values[node.Inputs[0]];
        if (_weights.Winograd(node, convolution) is { } transform)
        {
            AddWinograd(node, fused, convolution, transform, title, output, epilogue);
            return;
        }
        View? gate = convolution.ScaledByGate ? Values[node.Inputs[1]] : null;
        GpuWeights weights = _weights.Of(node, convolution);
        if (weights.IsDepthwise)
        {
            GpuSqueezeSums? sums = fused.Squeeze ? Sums(node, GpuDepthwisePlan.BlocksOf(output.Pixels)) : null;
            Kernels.Add(new GpuDepthwisePlan(title, convolution, weights, input, output, epilogue) { Squeeze = sums });
        }
        else if (weights.Outputs < NarrowestTile && convolution.Groups > 1)
            Kernels.Add(new GpuDirectPlan(title, convolution, weights, input, output, epilogue));
        else
        {
            // Of groups, parts would lie apart.
            bool maySplit = convolution.Groups == 1;
            GpuTiling tiling = _weights.Tiling((long)output.Pixels * _samples, weights, maySplit);
            var plan = new GpuConvolutionPlan(title, convolution, weights, tiling.Tile, input, gate, output, epilogue);
            if (tiling.Splits > 1)
            {
                View sums = View.Of(Buffer.Rows(node.Name + " parts", tiling.Splits * output.Pixels, (output.Channels + 3) / 4 * 4));
                var partial = new GpuPartialSums(sums, tiling.Splits);
                Kernels.Add(plan with { Partial = partial });
                Kernels.Add(new GpuSplitPlan($"{title}: adds the parts of its depth", weights, partial, output, epilogue)
                {
                    Squeeze = fused.Squeeze ? Sums(node, GpuSplitPlan.BlocksOf(output.Pixels)) : null,
                });
            }
            else Kernels.Add(fused.Squeeze ? plan with { Squeeze = Sums(node, plan.TilesPerSample) } : plan);
        }
    }

    /// <summary>A kernel for each phase of a transposed convolution's positions.</summary>
    private void AddPhases(Node node, PhasedConvolution phased, string title, View output, EquatableArray<EpilogueStep> epilogue)
    {
        View input = Values[node.Inputs[0]];
        foreach (GradientPhase phase in GradientPhase.Of((Operation)phased))
        {
            PackedConvolution convolution = phase.Convolution!;
            View place = output.Every(phase.First, phase.Step);
            // What no tap reaches looks at padding only: zero times infinity is no number.
            if (convolution.IsConstant) convolution = convolution with { Padding = [0, 0, place.Width] };
            string name = $"{title}, from ({string.Join(", ", phase.First.Skip(1))})";
            EquatableArray<EpilogueStep> steps = PhaseSteps.Of(phase, epilogue, output);
            long positions = (long)place.Pixels * _samples;
            GpuWeights weights = _weights.Of(convolution, input.Channels, positions, isRow: false);
            Kernels.Add(weights.IsDepthwise ? new GpuDepthwisePlan(name, convolution, weights, input, place, steps)
                : weights.Outputs < NarrowestTile && convolution.Groups > 1
                ? new GpuDirectPlan(name, convolution, weights, input, place, steps)
                : new GpuConvolutionPlan(name, convolution, weights, _weights.Tiling(positions, weights, maySplit: false).Tile, input, null,
                    place,
                    steps));
        }
    }

    private void AddWinograd(
        Node node, Fused fused, PackedConvolution convolution, WinogradTransform transform, string title, View output,
        EquatableArray<EpilogueStep> epilogue)
    {
        View input = Values[node.Inputs[0]];
        GpuWinogradTiles tiles = GpuWinogradTiles.Of(transform, node.Shape);
        GpuTiling Tiling(int columns) => GpuTileTable.Choose(
            (long)tiles.PerSample * _samples, convolution.Outputs, transform.Products, input.Channels, columns, maySplit: false);
        GpuWeights weights = _layout.Winograd(convolution, transform, input.Channels, Tiling(columns: 0).Tile.Columns);
        View Rows(string kind, int channels) =>
            View.Of(Buffer.Rows($"{node.Name} {kind}", tiles.PerSample, transform.Products * channels));
        View points = Rows("points", input.Channels), products = Rows("products", output.Channels);
        Kernels.Add(new GpuWinogradInputPlan($"{title}: the input's tiles for {transform}", convolution, tiles, input, points));
        Kernels.Add(new GpuConvolutionPlan(
            $"{title}: the products of {transform}", weights.Convolution, weights, Tiling(weights.Panel).Tile, points, null, products, []));
        Kernels.Add(new GpuWinogradOutputPlan($"{title}: the results of {transform}", weights, tiles, products, output, epilogue)
        {
            Squeeze = fused.Squeeze ? Sums(node, GpuWinogradOutputPlan.BlocksOf(tiles)) : null,
        });
    }

    private GpuSqueezeSums Sums(Node node, int blocks)
    {
        var sums = new GpuSqueezeSums(View.Of(Buffer.Rows(node.Name + " sums", blocks, (node.Shape.Channels + 15) / 16 * 16)), blocks);
        return _sums[node.Id] = sums;
    }
}
