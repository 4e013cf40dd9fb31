using System.ComponentModel;

namespace Fusion.Runtime;

/// <summary>
/// Lays out weights as the kernels read them, and folds BatchNorms into them: in double precision, rounded once. For generated code.
/// </summary>
/// <remarks>All offsets are in floats from the start of the packed weights. Padding is zero unless said otherwise.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class WeightPacker
{
    private readonly float* _packed;
    private readonly long _floats;
    private readonly StateDict _weights;
    private readonly int _narrowLanes;
    private readonly bool _pairsRows;

    internal WeightPacker(float* packed, long floats, StateDict weights) : this(packed, floats, weights, 0, false)
    {
    }

    private WeightPacker(float* packed, long floats, StateDict weights, int narrowLanes, bool pairsRows)
    {
        _pairsRows = pairsRows;
        _packed = packed;
        _floats = floats;
        _weights = weights;
        _narrowLanes = narrowLanes;
    }

    /// <summary>
    /// The same packer, which keeps weights of convolutions and linear layers (not their biases) in BF16: where a row of a panel has one
    /// float for each output channel, it has 16 bits. The first two vectors of a row share the 32-bit words of one vector, the first in the
    /// lower halves; so do the next two; the last of an odd number lies alone, 16 bits after 16 bits.
    /// </summary>
    /// <param name="lanes">Floats of a vector, by which the widths of all panels must be divisible.</param>
    public WeightPacker BFloat16(int lanes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lanes);
        return new WeightPacker(_packed, _floats, _weights, lanes, false);
    }

    /// <summary>
    /// The same packer, which keeps weights of convolutions and linear layers (not their biases) in BF16, two rows of a panel in one: where
    /// the first has a float, there is a word of 32 bits whose lower half is of the first and whose upper half of the second. The last of
    /// an odd number of rows has zeros beside it.
    /// </summary>
    public WeightPacker BFloat16Rows() => new(_packed, _floats, _weights, 1, true);

    /// <summary>
    /// A convolution or linear layer in panels: for each group, for each panel of output channels, for each tap, for each input channel of
    /// the group, one float for each output channel of the panel.
    /// </summary>
    /// <param name="offset">Where the weights go.</param>
    /// <param name="biasOffset">Where the biases go: for each group one float for each output channel of its panels, padding
    /// included.</param>
    /// <param name="panel">The width of a panel.</param>
    /// <param name="tail">The width of the last panel of each group; 0 where it is as wide as the others.</param>
    /// <param name="outputs">Output channels of all groups and parts.</param>
    /// <param name="inputs">Input channels of one group.</param>
    /// <param name="taps">The product of the kernel's sizes.</param>
    /// <param name="groups">Groups; 1 where there are several parts with other input channels.</param>
    /// <param name="parts">Whose weights they are: each the next slice of the output channels.</param>
    public void Convolution(
        long offset, long biasOffset, int panel, int tail, int outputs, int inputs, int taps, int groups,
        params ReadOnlySpan<WeightSource> parts)
    {
        var layout = new PanelLayout(panel, tail, outputs / groups, inputs, taps);
        Check(offset, Stored(layout.GroupFloats * groups, (long)inputs * taps));
        Check(biasOffset, (long)layout.Width * groups);
        PartSource[] sources = Sources(outputs, inputs, taps, groups, parts);
        float* packed = _packed;
        Share.For(groups * layout.Panels, layout.GroupFloats * groups, index =>
        {
            int group = index / layout.Panels;
            int number = index % layout.Panels;
            int first = group * layout.Outputs + number * panel;
            int count = Math.Min(layout.WidthOf(number), layout.Outputs - number * panel);
            int width = layout.WidthOf(number);
            using var target = new PanelTarget(packed + offset, group * layout.GroupFloats + layout.PanelOffset(number),
                (long)inputs * taps, width, _narrowLanes, _pairsRows);
            PanelWriter.Write(
                target.Floats, packed + biasOffset + (long)group * layout.Width + number * panel,
                width, inputs, taps, sources, first, Math.Max(count, 0), _narrowLanes > 0);
            target.Finish();
        });
    }

    /// <summary>
    /// A convolution in Winograd's form: every filter g becomes T g Tᵀ, in double precision. In panels: for each panel of output channels,
    /// for each point of the transformed filter, for each input channel, one float for each output channel of the panel.
    /// </summary>
    /// <param name="offset">Where the weights go.</param>
    /// <param name="biasOffset">Where the biases go: one float for each output channel of the panels, padding included.</param>
    /// <param name="panel">The width of a panel.</param>
    /// <param name="tail">The width of the last panel; 0 where it is as wide as the others.</param>
    /// <param name="outputs">Output channels of all parts.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="transform">The matrix T row by row: one row for each point, one column for each tap of a row of the filter.</param>
    /// <param name="parts">Whose weights they are: each the next slice of the output channels.</param>
    public void Winograd(
        long offset, long biasOffset, int panel, int tail, int outputs, int inputs, double[] transform,
        params ReadOnlySpan<WeightSource> parts)
    {
        var filter = new WinogradFilter(transform, _narrowLanes > 0);
        var layout = new PanelLayout(panel, tail, outputs, inputs, filter.Points);
        Check(offset, Stored(layout.GroupFloats, (long)inputs * filter.Points));
        Check(biasOffset, layout.Width);
        PartSource[] sources = Sources(outputs, inputs, filter.Taps, 1, parts);
        float* packed = _packed;
        Share.For(layout.Panels, layout.GroupFloats, number =>
        {
            int first = number * panel;
            int width = layout.WidthOf(number);
            int count = Math.Min(width, outputs - first);
            using var target = new PanelTarget(packed + offset, layout.PanelOffset(number), (long)inputs * filter.Points, width,
                _narrowLanes, _pairsRows);
            filter.WritePanel(target.Floats, packed + biasOffset + first, width, inputs, sources, first, count);
            target.Finish();
        });
    }

    /// <summary>A depthwise convolution: for each tap one float for each channel, padded to a multiple of 16; the biases
    /// likewise.</summary>
    /// <param name="offset">Where the weights go.</param>
    /// <param name="biasOffset">Where the biases go.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="taps">The product of the kernel's sizes.</param>
    /// <param name="part">Whose weights they are.</param>
    public void Depthwise(long offset, long biasOffset, int channels, int taps, WeightSource part)
    {
        int padded = (channels + 15) / 16 * 16;
        Check(offset, (long)padded * taps);
        Check(biasOffset, padded);
        var source = PartSource.Of(_weights, part, 1, taps, channels);
        float* weights = _packed + offset;
        float* biases = _packed + biasOffset;
        new Span<float>(weights, padded * taps).Clear();
        new Span<float>(biases, padded).Clear();
        source.WriteBiases(biases, 0, channels);
        source.WriteColumns(weights, padded, 0, channels, 0, 1, narrow: false);
    }

    /// <summary>A vector: the slopes of a PReLU, for example. A parameter of one value stands for all of them.</summary>
    /// <param name="offset">Where the vector goes.</param>
    /// <param name="length">Its values.</param>
    /// <param name="padded">Its floats, padding included.</param>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="fill">What the padding holds.</param>
    public void Vector(long offset, int length, int padded, string parameter, float fill = 0)
    {
        Check(offset, padded);
        ReadOnlySpan<float> values = _weights[parameter].Values;
        var target = new Span<float>(_packed + offset, padded);
        if (values.Length == 1) target[..length].Fill(values[0]);
        else Affine.Values(_weights, parameter, length).CopyTo(target);
        target[length..].Fill(fill);
    }

    /// <summary>A BatchNorm that stands alone: y = x * scale + shift.</summary>
    /// <param name="scaleOffset">Where the scales go.</param>
    /// <param name="shiftOffset">Where the shifts go.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="padded">Channels, padding included.</param>
    /// <param name="path">The prefix of the parameters' names.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    public void BatchNorm(long scaleOffset, long shiftOffset, int channels, int padded, string path, double epsilon)
    {
        Check(scaleOffset, padded);
        Check(shiftOffset, padded);
        Affine norm = Affine.Of(_weights, [new Norm(path, epsilon)], channels);
        new Span<float>(_packed + scaleOffset, padded).Clear();
        new Span<float>(_packed + shiftOffset, padded).Clear();
        for (int c = 0; c < channels; c++)
        {
            _packed[scaleOffset + c] = (float)norm.Scale[c];
            _packed[shiftOffset + c] = (float)norm.Shift[c];
        }
    }

    /// <summary>Where the weights come from: each part the next slice of the output channels.</summary>
    private PartSource[] Sources(int outputs, int inputs, int taps, int groups, ReadOnlySpan<WeightSource> parts)
    {
        var sources = new PartSource[parts.Length];
        int next = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            sources[i] = PartSource.Of(_weights, parts[i], inputs, taps, groups, next);
            next = sources[i].End;
        }
        if (next != outputs) throw new InvalidOperationException($"The parts have {next} outputs; {outputs} were expected.");
        return sources;
    }

    /// <summary>What so many weights take, in floats.</summary>
    /// <summary>The floats that weights take, in panels of so many rows.</summary>
    private long Stored(long weights, long rows) =>
        _narrowLanes == 0 ? weights : _pairsRows ? weights / rows * (rows + rows % 2) / 2 : (weights + 1) / 2;

    /// <summary>Generated code that is out of step with the run time must not write outside its memory.</summary>
    private void Check(long offset, long length)
    {
        if (offset < 0 || length < 0 || offset > _floats - length)
            throw new InvalidOperationException($"Floats {offset} to {offset + length} are outside of the {_floats} packed ones.");
    }
}
