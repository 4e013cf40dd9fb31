using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>Hands out places in the packed weights, which are uploaded once.</summary>
public sealed class GpuWeightLayout
{
    private readonly Dictionary<(PackedConvolution, int, bool), GpuWeights> _convolutions = [];
    private readonly List<ChannelVectors> _vectors = [];

    public long Floats { get; private set; }

    public IEnumerable<GpuWeights> Convolutions => _convolutions.Values.OrderBy(weights => weights.Offset);

    public IReadOnlyList<ChannelVectors> Vectors => _vectors;

    /// <summary>The place of a layer's weights. Whoever reads the same weights shares the panels that the first asked for.</summary>
    /// <param name="panel">The width of panels; 0 for a depthwise layer.</param>
    /// <param name="isNarrow">Whether they are of BF16. Who reads the same weights as floats has them for itself.</param>
    public GpuWeights Convolution(PackedConvolution convolution, int inputChannels, int panel, bool isNarrow = false)
    {
        // How a kernel goes over its input does not change how weights are packed.
        PackedConvolution key = convolution with
        {
            ScaledByGate = false,
            Stride = [1, 1, 1],
            Padding = [0, 0, 0],
            PaddingEnd = null,
            Dilation = [1, 1, 1],
        };
        int inputs = inputChannels / convolution.Groups;
        return Place(new GpuWeights(key, panel, inputs, convolution.Outputs / convolution.Groups, 0, 0) { IsNarrow = isNarrow });
    }

    /// <summary>The place of a layer's weights in Winograd's form: as those of a 1×1 convolution that has a group for each point.</summary>
    public GpuWeights Winograd(PackedConvolution convolution, WinogradTransform transform, int inputChannels, int panel)
    {
        PackedConvolution key = convolution with
        {
            Kernel = [1, 1, 1],
            Padding = [0, 0, 0],
            PaddingEnd = null,
            Groups = transform.Products,
        };
        return Place(new GpuWeights(key, panel, inputChannels, convolution.Outputs, 0, 0) { Transform = transform });
    }

    private GpuWeights Place(GpuWeights weights)
    {
        (PackedConvolution, int, bool) key = (weights.Convolution, weights.Inputs, weights.IsNarrow);
        if (_convolutions.TryGetValue(key, out GpuWeights? found)) return found;
        long offset = Take(weights.Floats);
        return _convolutions[key] = weights with { Offset = offset, BiasOffset = Take(weights.BiasFloats) };
    }

    /// <summary>The place of PReLU's slopes.</summary>
    public SlopeVector Slopes(PRelu operation, int channels) => Find<SlopeVector>(vector => vector.Operation == operation, channels)
        ?? Add(new SlopeVector(operation, channels, Take(channels)));

    /// <summary>The place of a BatchNorm's scale and shift.</summary>
    public NormVectors Norm(BatchNorm operation, int channels) => Find<NormVectors>(vector => vector.Operation == operation, channels)
        ?? Add(new NormVectors(operation, channels, Take(channels), Take(channels)));

    /// <summary>The place of a parameter as the state dict has it.</summary>
    public ParameterVector Parameter(string name, int channels) => Find<ParameterVector>(vector => vector.Name == name, channels)
        ?? Add(new ParameterVector(name, channels, Take(channels)));

    private T? Find<T>(Func<T, bool> isWanted, int channels) where T : ChannelVectors =>
        _vectors.OfType<T>().FirstOrDefault(vector => vector.Channels == channels && isWanted(vector));

    private T Add<T>(T vector) where T : ChannelVectors
    {
        _vectors.Add(vector);
        return vector;
    }

    private long Take(long floats)
    {
        long offset = Floats;
        Floats += (floats + 15) / 16 * 16;
        return offset;
    }
}
