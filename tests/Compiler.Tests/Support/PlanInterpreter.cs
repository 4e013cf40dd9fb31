using Fusion.Compiler.Reference;
using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;
using Buffer = Fusion.Compiler.Schedule.Buffer;

namespace Fusion.Compiler.Tests.Support;

/// <summary>
/// Runs a plan kernel by kernel in double precision: every value is read from and written to where the plan says that it lies, and what
/// lies there otherwise is not a number. So a buffer in the wrong place, a halo without zeros or a block of pixels that no unit covers
/// shows.
/// </summary>
internal sealed class PlanInterpreter
{
    private readonly CpuPlan _plan;
    private readonly Func<string, double[]> _parameters;
    private readonly double[] _workspace;
    private readonly double[][] _bound;
    private readonly Dictionary<Buffer, double[]> _bands = [];

    /// <summary>The gates by which copies of weights were scaled, by where the copies lie.</summary>
    private readonly Dictionary<Buffer, ReferenceTensor> _gates = [];

    /// <summary>What sums over positions are taken of, by where the sums of chunks lie.</summary>
    private readonly Dictionary<Buffer, ReferenceTensor[]> _summed = [];

    /// <summary>The right sides of products, by where their panels lie.</summary>
    private readonly Dictionary<Buffer, ReferenceTensor> _packed = [];

    private PlanInterpreter(CpuPlan plan, Func<string, float[]> parameters, IReadOnlyDictionary<string, double[]> inputs)
    {
        _plan = plan;
        _parameters = name => Array.ConvertAll(parameters(name), value => (double)value);
        _workspace = NotNumbers(plan.WorkspaceFloats);
        Graph graph = plan.Graph;
        _bound = [.. graph.Inputs.Select(node => inputs[((Input)node.Operation).Name]),
            .. graph.Outputs.Select(output => NotNumbers(graph.Nodes[output.Node].Shape.Elements))];
    }

    /// <returns>The results and the taps by name.</returns>
    public static IReadOnlyDictionary<string, double[]> Run(
        CpuPlan plan, Func<string, float[]> parameters, IReadOnlyDictionary<string, double[]> inputs)
    {
        var interpreter = new PlanInterpreter(plan, parameters, inputs);
        for (int step = 0; step < plan.Kernels.Count; step++)
        {
            CpuKernelPlan kernel = plan.Kernels[step];
            foreach (Buffer buffer in PlanChecks.Buffers(plan).Where(buffer => buffer.FirstStep == step)) interpreter.Begin(buffer, kernel);
            // Sums that a kernel takes of its own results follow them.
            foreach (CpuKernelPlan part in kernel is BandPlan ? kernel.Parts : [kernel, .. kernel.UnitSums]) interpreter.Run(part);
        }
        int first = plan.Graph.Inputs.Count();
        return plan.Graph.Outputs.Select((output, i) => (output.Name, Values: interpreter._bound[first + i]))
            .Concat(plan.Taps.Select(tap => (tap.Name, Values: interpreter.Read(tap.View).Values)))
            .ToDictionary(pair => pair.Name, pair => pair.Values);
    }

    /// <summary>Nothing is left of what lay there before; zeros are only where a kernel clears the halo.</summary>
    private void Begin(Buffer buffer, CpuKernelPlan kernel)
    {
        if (buffer.Kind != BufferKind.Workspace) return;
        Array.Fill(_workspace, double.NaN, (int)buffer.Offset, (int)buffer.Floats);
        if (!kernel.ClearsHaloOf.Contains(buffer)) return;
        Array.Clear(_workspace, (int)buffer.Offset, (int)buffer.Floats);
        Write(View.Of(buffer), NotNumbers(View.Of(buffer).Pixels * (long)buffer.Channels));
    }

    private void Run(CpuKernelPlan kernel)
    {
        switch (kernel)
        {
            case PackInputPlan pack:
                Write(kernel, pack.Output, _bound[pack.Binding]);
                break;
            case PackPlanesPlan planes:
                Write(kernel, planes.Output, _bound[planes.Binding]);
                break;
            case WritePlanesPlan planes:
                Write(kernel, planes.Output, Read(kernel, planes.Value).Values);
                break;
            case ScaleWeightsPlan scale:
                _gates[scale.Scaled.Buffer] = Tensor(scale.Gate, 0, Read(kernel, scale.Gate).Values);
                Write(kernel, scale.Scaled, new double[scale.Scaled.Pixels * scale.Scaled.Channels]);
                break;
            case SqueezeResultPlan squeeze:
                ReferenceTensor sums = Read(kernel, squeeze.Sums.Sums);
                Assert.Equal(squeeze.Sums.Blocks, sums.Pixels);
                Write(kernel, squeeze.Output, [.. Enumerable.Range(0, squeeze.Output.Channels).Select(channel =>
                    Enumerable.Range(0, sums.Pixels).Sum(block => sums[block, channel]) / (squeeze.IsMean ? squeeze.Pixels : 1))]);
                break;
            case MapPlan map:
                var result = Tensor(map.Output);
                map.Operation.Evaluate(new ReferenceContext([.. map.Inputs.Select(view => Read(kernel, view))], result, _parameters));
                Write(kernel, map.Output, Epilogue(kernel, map.Epilogue, result).Values);
                break;
            case ChunkSumsPlan chunks:
                _summed[chunks.Partials.Buffer] = [.. chunks.Inputs.Select(view => Read(kernel, view))];
                Write(kernel, chunks.Partials, new double[chunks.Partials.Pixels * chunks.Partials.Channels]);
                break;
            case CombineSumsPlan combine:
                Assert.All(Read(kernel, combine.Partials).Values, value => Assert.Equal(0, value));
                var combined = Tensor(combine.Output);
                combine.Operation.Evaluate(new ReferenceContext(_summed[combine.Partials.Buffer], combined, _parameters));
                Write(kernel, combine.Output, combined.Values);
                break;
            case PackMatricesPlan pack:
                ReferenceTensor source = Read(kernel, pack.Source.View);
                _packed[pack.Target.Weights.Buffer!] = new(source.Shape, [.. source.Values.Select(value => pack.Scale * value)]);
                View panels = pack.Target.Weights.Place!;
                Write(kernel, panels, new double[panels.Pixels * panels.Channels]);
                break;
            case AttentionPlan attention:
                ReferenceTensor[] sides = [Read(kernel, attention.Sides.Queries.View), Packed(kernel, attention.Sides.Keys),
                    Packed(kernel, attention.Sides.Values), .. PlanViews.Of(attention.Sides.Mask).Select(mask => Read(kernel, mask))];
                var attended = Tensor(attention.Sides.Results.View);
                new Attention(attention.Sides.Queries.Heads, attention.IsCausal, Scale: 1)
                    .Evaluate(new ReferenceContext(sides, attended, _parameters));
                Write(kernel, attention.Sides.Results.View, attended.Values);
                break;
            case ConvolutionPlan plan:
                CheckZeros(plan.Convolution, plan.Input, plan.Output);
                var direct = Convolve(kernel, plan.Convolution, plan.Input, plan.Output, plan.Epilogue, plan.Panels.Scaled);
                int pixels = plan.Blocking.IsFlat ? plan.Blocking.Row : plan.Blocking.RowsPerBlock * plan.Output.Width;
                if (plan.Squeeze is not null) Squeeze(kernel, plan.Squeeze, direct, pixels);
                break;
            case DepthwisePlan plan:
                CheckZeros(plan.Convolution, plan.Input, plan.Output);
                var depthwise = Convolve(kernel, plan.Convolution, plan.Input, plan.Output, plan.Epilogue, null);
                if (plan.Squeeze is not null) Squeeze(kernel, plan.Squeeze, depthwise, depthwise.Pixels / plan.Squeeze.Blocks);
                break;
            case WinogradPlan plan:
                int tile = plan.Transform.Tile, reach = plan.Transform.Points;
                CheckZeros(plan.Input, (0, 0),
                    (-plan.Convolution.Padding[1], (plan.Tiles.Rows - 1) * tile + reach - 1 - plan.Convolution.Padding[1]),
                    (-plan.Convolution.Padding[2], (plan.Tiles.Columns - 1) * tile + reach - 1 - plan.Convolution.Padding[2]));
                var transformed = Convolve(kernel, plan.Convolution, plan.Input, plan.Output, plan.Epilogue, null);
                if (plan.Squeeze is not null)
                    Squeeze(kernel, plan.Squeeze, transformed, plan.Tiles.RowsPerBlock * tile * plan.Output.Width);
                break;
            default:
                throw new NotSupportedException(kernel.GetType().Name);
        }
    }

    /// <summary>What was laid out in panels that nothing has overwritten since.</summary>
    private ReferenceTensor Packed(CpuKernelPlan kernel, PackedMatrices matrices)
    {
        Assert.All(Read(kernel, matrices.Weights.Place!).Values, value => Assert.Equal(0, value));
        return _packed[matrices.Weights.Buffer!];
    }

    private ReferenceTensor Convolve(
        CpuKernelPlan kernel, PackedConvolution convolution, View input, View output, IEnumerable<EpilogueStep> epilogue, View? scaled)
    {
        int rank = Rank(convolution) ?? 3;
        List<ReferenceTensor> inputs = [Tensor(input, rank, Read(kernel, input).Values)];
        if (convolution.ScaledByGate)
        {
            Assert.All(Read(kernel, scaled!).Values, value => Assert.Equal(0, value));
            inputs.Add(_gates[scaled!.Buffer]);
        }
        ReferenceTensor result = Tensor(output);
        convolution.Evaluate(new ReferenceContext(inputs, result, _parameters));
        result = Epilogue(kernel, epilogue, result);
        Write(kernel, output, result.Values);
        return result;
    }

    private ReferenceTensor Epilogue(CpuKernelPlan kernel, IEnumerable<EpilogueStep> steps, ReferenceTensor value)
    {
        foreach (EpilogueStep step in steps)
        {
            var result = new ReferenceTensor(value.Shape);
            ReferenceTensor[] inputs = step.Operand is null ? [value] : [value, Read(kernel, step.Operand)];
            step.Operation.Evaluate(new ReferenceContext(inputs, result, _parameters));
            value = result;
        }
        return value;
    }

    /// <summary>One sum for each block of so many pixels; the last may have fewer.</summary>
    private void Squeeze(CpuKernelPlan kernel, SqueezeSums squeeze, ReferenceTensor value, int pixels)
    {
        Assert.Equal(squeeze.Blocks, (value.Pixels + pixels - 1) / pixels);
        var sums = NotNumbers(squeeze.Sums.Pixels * (long)squeeze.Sums.Channels);
        for (int block = 0; block < squeeze.Blocks; block++)
            for (int channel = 0; channel < value.Channels; channel++)
                sums[block * squeeze.Sums.Channels + channel] = Enumerable.Range(block * pixels, pixels)
                    .Where(pixel => pixel < value.Pixels).Sum(pixel => value[pixel, channel]);
        Write(kernel, squeeze.Sums, sums);
    }

    /// <summary>Around the input lie zeros as far as the taps reach.</summary>
    private void CheckZeros(PackedConvolution convolution, View input, View output)
    {
        (int, int) Reach(int axis, int results) => (-convolution.Padding[axis], (results - 1) * convolution.Stride[axis]
            + convolution.Dilation[axis] * (convolution.Kernel[axis] - 1) - convolution.Padding[axis]);
        CheckZeros(input, Reach(0, output.Frames), Reach(1, output.Height), Reach(2, output.Width));
    }

    private void CheckZeros(View input, (int First, int Last) frames, (int First, int Last) rows, (int First, int Last) columns)
    {
        for (int t = frames.First; t <= frames.Last; t++)
            for (int y = rows.First; y <= rows.Last; y++)
                for (int x = columns.First; x <= columns.Last; x++)
                {
                    bool isInside = t >= 0 && y >= 0 && x >= 0 && t < input.Frames && y < input.Height && x < input.Width;
                    if (isInside) continue;
                    int address = Address(input, t, y, x);
                    for (int channel = 0; channel < input.Channels; channel++)
                        Assert.True(Memory(input)[address + channel] == 0, $"No zero at ({t}, {y}, {x}) around {input.Buffer}.");
                }
    }

    private ReferenceTensor Read(CpuKernelPlan kernel, View view)
    {
        Assert.Contains(kernel.Reads, listed => listed == view);
        return Read(view);
    }

    private ReferenceTensor Read(View view)
    {
        var tensor = Tensor(view);
        double[] memory = Memory(view);
        for (int pixel = 0; pixel < tensor.Pixels; pixel++)
            Array.Copy(memory, Address(view, pixel), tensor.Values, pixel * tensor.Channels, tensor.Channels);
        return tensor;
    }

    private void Write(CpuKernelPlan kernel, View view, double[] values)
    {
        Assert.Contains(kernel.Writes, listed => listed == view);
        Write(view, values);
    }

    private void Write(View view, double[] values)
    {
        double[] memory = Memory(view);
        for (int pixel = 0; pixel < view.Pixels; pixel++)
            Array.Copy(values, pixel * view.Channels, memory, Address(view, pixel), view.Channels);
    }

    private double[] Memory(View view)
    {
        Buffer buffer = view.Buffer;
        if (buffer.Kind == BufferKind.Workspace) return _workspace;
        if (buffer.Kind != BufferKind.Band) return _bound[buffer.Binding];
        if (!_bands.TryGetValue(buffer, out double[]? band)) _bands[buffer] = band = new double[buffer.Floats];
        return band;
    }

    private static int Address(View view, int pixel) =>
        Address(view, pixel / view.Width / view.Height, pixel / view.Width % view.Height, pixel % view.Width);

    private static int Address(View view, int t, int y, int x) =>
        (int)(view.Offset + (long)t * view.PlaneStride + (long)y * view.RowStride + (long)x * view.PixelStride);

    private static ReferenceTensor Tensor(View view) => new(Shape.Of(view.Frames, view.Height, view.Width, view.Channels));

    private static ReferenceTensor Tensor(View view, int rank, double[] values) =>
        new(new Shape([.. new[] { view.Frames, view.Height, view.Width }.Skip(3 - rank), view.Channels]), values);

    /// <summary>The spatial rank that the declared layers of a convolution expect; null where any will do.</summary>
    private static int? Rank(PackedConvolution convolution) => convolution.Parts.Select(part => part.Source switch
    {
        Conv conv => conv.Kernel.Count,
        LayerSum sum => sum.Branches.Select(Rank).Max(),
        LayerChain chain => Rank(chain.First) ?? Rank(chain.Second),
        _ => null,
    }).Max();

    private static double[] NotNumbers(long count)
    {
        var values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }
}
