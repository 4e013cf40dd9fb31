using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>The packed weights of one convolution: panels of output channels, k-major.</summary>
/// <param name="Transform">Where the filters are kept transformed, how; null where they are as declared.</param>
/// <param name="Offset">Floats from the start of all packed weights.</param>
/// <param name="BiasOffset">Likewise, of the bias: each group's outputs padded to its panels' width. Both are counted from the start of
/// <see cref="Buffer"/> where there is one.</param>
/// <param name="Inputs">Input channels per group.</param>
/// <param name="Outputs">Output channels per group.</param>
/// <param name="PanelVectors">Vectors of a full panel.</param>
/// <param name="TailVectors">Vectors of the last panel of a group where that is narrower; 0 where it is not.</param>
/// <param name="Storage">The type of the weights; the biases are floats.</param>
public sealed record PackedWeights(
    PackedConvolution Convolution, WinogradTransform? Transform, bool IsDepthwise, long Offset, long BiasOffset, int Inputs, int Outputs,
    int PanelVectors, int TailVectors, int Lanes,
    WeightStorage Storage = WeightStorage.Float32)
{
    /// <summary>Where a training step lays them out in the workspace, the biases behind the weights; null where they lie among all
    /// weights, at <see cref="Offset"/>.</summary>
    public Buffer? Buffer { get; init; }

    /// <summary>That memory as the kernels' plans name it.</summary>
    public View? Place => Buffer is null ? null : View.Of(Buffer);

    /// <summary>The title of a kernel that reads them.</summary>
    public string Titled(string title) => IsNarrow ? title + ", weights in BF16" : title;

    public bool IsNarrow => Storage == WeightStorage.BFloat16;

    public int PanelChannels => PanelVectors * Lanes;

    public int TailChannels => TailVectors * Lanes;

    /// <summary>Steps over k for one result: taps, or points of the transformed filter, × input channels.</summary>
    public int Depth => (Transform?.Products ?? Convolution.Taps) * Inputs;

    public int FullPanelsPerGroup => TailVectors == 0 ? (Outputs + PanelChannels - 1) / PanelChannels : (Outputs - 1) / PanelChannels;

    public int PanelsPerGroup => FullPanelsPerGroup + (TailVectors == 0 ? 0 : 1);

    public int Panels => PanelsPerGroup * Convolution.Groups;

    /// <summary>A group's output channels padded to whole vectors.</summary>
    public int PaddedOutputs => FullPanelsPerGroup * PanelChannels + TailChannels;

    /// <summary>A group's weights, padding included.</summary>
    public long GroupWeights => (long)Depth * PaddedOutputs;

    /// <summary>What they take, counted in floats. Two of BF16 make one, and a vector has an even number.</summary>
    public long GroupFloats => IsNarrow ? GroupWeights / 2 : GroupWeights;

    public long Floats => IsDepthwise ? (long)Convolution.Taps * PaddedTo16(Convolution.Outputs) : GroupFloats * Convolution.Groups;

    public static int PaddedTo16(int channels) => (channels + 15) / 16 * 16;
}

/// <summary>Hands out places in the packed weights. Shared by all sizes of a network, so that they share the weights.</summary>
public sealed class WeightLayout(InstructionSet set, ScheduleOptions? options = null)
{
    /// <summary>Of the widest vectors.</summary>
    private const int MostLanes = 16;

    private readonly ScheduleOptions _options = options ?? ScheduleOptions.Default;
    private readonly Dictionary<(PackedConvolution, WinogradTransform?, int), PackedWeights> _convolutions = [];
    private readonly List<ChannelVectors> _vectors = [];
    private long _taken, _read;

    public InstructionSet Set { get; } = set;

    public long Floats => Math.Max(_taken, _read);

    /// <summary>Whether the kernels lay weights out themselves, at the beginning of each step.</summary>
    public bool PacksEachStep => _options.IsTraining;

    public IEnumerable<PackedWeights> Convolutions => _convolutions.Values.OrderBy(weights => weights.Offset);

    public IReadOnlyList<ChannelVectors> Vectors => _vectors;

    /// <summary>The place of a convolution's weights. The first to ask chooses the panels' width.</summary>
    public PackedWeights Convolution(PackedConvolution convolution, int inputChannels, Func<int, WeightStorage, int> panelVectors) =>
        Place(convolution, null, inputChannels, panelVectors);

    /// <summary>The place of a convolution's transformed weights.</summary>
    public PackedWeights Winograd(PackedConvolution convolution, WinogradTransform transform, int inputChannels,
        Func<int, WeightStorage, int> panelVectors) =>
        Place(convolution, transform, inputChannels, panelVectors);

    private PackedWeights Place(PackedConvolution convolution, WinogradTransform? transform, int inputChannels,
        Func<int, WeightStorage, int> panelVectors)
    {
        // The gate is applied to a copy; strides and padding do not change how weights are packed.
        PackedConvolution key = convolution with
        {
            ScaledByGate = false,
            Stride = [1, 1, 1],
            Padding = [0, 0, 0],
            PaddingEnd = null,
            Dilation = [1, 1, 1],
        };
        int inputs = inputChannels / convolution.Groups, outputs = convolution.Outputs / convolution.Groups;
        if (_convolutions.TryGetValue((key, transform, inputs), out PackedWeights? found)) return found;
        bool depthwise = convolution.IsDepthwise(inputChannels);
        WeightStorage storage = _options.StorageOf(convolution, transform, inputChannels);
        int vectors = Set.Vectors(outputs), panel = depthwise ? 1 : Math.Min(vectors, panelVectors(vectors, storage));
        int tail = vectors < panel ? 0 : vectors % panel;
        var weights = new PackedWeights(key, transform, depthwise, 0, 0, inputs, outputs, panel, tail, Set.Lanes, storage);
        if (PacksEachStep) return _convolutions[(key, transform, inputs)] = InWorkspace(weights);
        long offset = Take(weights.Floats);
        long bias = Take(depthwise ? PackedWeights.PaddedTo16(convolution.Outputs) : (long)weights.PaddedOutputs * convolution.Groups);
        return _convolutions[(key, transform, inputs)] = weights with { Offset = offset, BiasOffset = bias };
    }

    /// <summary>Forgets where weights lie in a workspace: every program of a training has its own.</summary>
    public void BeginProgram()
    {
        if (PacksEachStep) _convolutions.Clear();
    }

    /// <summary>Weights that are laid out just before they are read, and forgotten behind it. All instruction sets have workspaces of one
    /// size, and so as much memory as the widest panels ask for.</summary>
    private static PackedWeights InWorkspace(PackedWeights weights)
    {
        int groups = weights.IsDepthwise ? 1 : weights.Convolution.Groups;
        int depth = weights.IsDepthwise ? weights.Convolution.Taps : weights.Depth;
        int outputs = PackedWeights.PaddedTo16(weights.IsDepthwise ? weights.Convolution.Outputs : weights.Outputs);
        var buffer = Buffer.Rows($"weights of {weights.Convolution.Parts[0]}", (depth + 1) * groups, outputs);
        return weights with { Buffer = buffer, BiasOffset = (long)depth * groups * outputs };
    }

    /// <summary>The place of PReLU's slopes.</summary>
    public SlopeVector Slopes(PRelu operation, int channels)
    {
        if (_vectors.OfType<SlopeVector>().FirstOrDefault(vector => vector.Operation == operation && vector.Channels == channels)
            is { } found) return found;
        var slopes = new SlopeVector(operation, channels, Take(PackedWeights.PaddedTo16(channels)));
        _vectors.Add(slopes);
        return slopes;
    }

    /// <summary>The place of a BatchNorm's scale and shift.</summary>
    public NormVectors Norm(BatchNorm operation, int channels)
    {
        if (_vectors.OfType<NormVectors>().FirstOrDefault(vector => vector.Operation == operation) is { } found) return found;
        int padded = PackedWeights.PaddedTo16(channels);
        var norm = new NormVectors(operation, channels, Take(padded), Take(padded));
        _vectors.Add(norm);
        return norm;
    }

    /// <summary>The place of a parameter as the state dict has it; one of a single value stands for as many as are asked for.</summary>
    public ParameterVector Parameter(string name, int count)
    {
        if (_vectors.OfType<ParameterVector>().FirstOrDefault(vector => vector.Name == name && vector.Channels == count) is { } found)
            return found;
        var parameter = new ParameterVector(name, count, Take(PackedWeights.PaddedTo16(count)));
        _vectors.Add(parameter);
        return parameter;
    }

    /// <summary>The place of a parameter that is a value: kernels load whole vectors, of its last position, too.</summary>
    public ParameterVector Value(string name, int count)
    {
        ParameterVector value = Parameter(name, count);
        _read = Math.Max(_read, value.Offset + value.Padded + MostLanes);
        return value;
    }

    private long Take(long floats)
    {
        long offset = _taken;
        _taken += (floats + 15) / 16 * 16;
        return offset;
    }
}
