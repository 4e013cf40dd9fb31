using System.Runtime.CompilerServices;

namespace Fusion.Runtime;

/// <summary>The weights of one part, with the BatchNorms before and after it folded in.</summary>
internal sealed unsafe class PartSource
{
    private readonly ReadOnlyMemory<float> _weight;
    private readonly ReadOnlyMemory<float>? _bias;
    private readonly Affine? _after;
    private readonly Affine? _before;
    private readonly int[]? _order;
    private readonly int _inputs;
    private readonly int _taps;
    private readonly int _start;

    /// <param name="weights">All weights.</param>
    /// <param name="part">The part.</param>
    /// <param name="inputs">Input channels of one group.</param>
    /// <param name="taps">The product of the kernel's sizes.</param>
    /// <param name="groups">Groups of the whole convolution.</param>
    /// <param name="start">The part's first output channel.</param>
    public PartSource(StateDict weights, WeightPart part, int inputs, int taps, int groups, int start)
    {
        _inputs = inputs;
        _taps = taps;
        _start = start;
        Affine.Values(weights, part.Weight, (long)part.Outputs * inputs * taps);
        _weight = weights[part.Weight].Memory;
        if (part.Bias is not null)
        {
            Affine.Values(weights, part.Bias, part.Outputs);
            _bias = weights[part.Bias].Memory;
        }
        if (part.After.Count != 0) _after = Affine.Of(weights, part.After, part.Outputs);
        if (part.Before.Count != 0) _before = Affine.Of(weights, part.Before, inputs * groups);
        _order = Order(part, inputs);
    }

    /// <summary>Writes one output channel's folded weights for the packed input channels [from, to), all taps.</summary>
    /// <param name="target">The weight of tap 0 and input 0.</param>
    /// <param name="stride">From one input to the next; a tap is as many strides as there are inputs.</param>
    /// <param name="output">The output channel.</param>
    /// <param name="group">Its group.</param>
    /// <param name="from">The first input channel.</param>
    /// <param name="to">The input channel after the last one.</param>
    // Runs for a whole file once: there is no later call to be fast for.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WriteColumn(float* target, int stride, int output, int group, int from, int to)
    {
        int o = output - _start;
        double after = _after is null ? 1 : _after.Scale[o];
        long tapStride = (long)_inputs * stride;
        fixed (float* row = _weight.Span.Slice(o * _inputs * _taps, _inputs * _taps))
        {
            for (int input = from; input < to; input++)
            {
                int i = _order is null ? input : _order[input];
                float* source = row + (long)i * _taps;
                float* cell = target + (long)input * stride;
                double scale = _before is null ? after : _before.Scale[group * _inputs + i] * after;
                for (int t = 0; t < _taps; t++, cell += tapStride) *cell = (float)(source[t] * scale);
            }
        }
    }

    /// <summary>One filter with the BatchNorms folded in, not yet rounded.</summary>
    /// <param name="target">One value for each tap.</param>
    /// <param name="output">The output channel.</param>
    /// <param name="input">The packed input channel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Filter(Span<double> target, int output, int input)
    {
        int o = output - _start;
        int i = _order is null ? input : _order[input];
        double scale = (_before is null ? 1 : _before.Scale[i]) * (_after is null ? 1 : _after.Scale[o]);
        ReadOnlySpan<float> source = _weight.Span.Slice((o * _inputs + i) * _taps, _taps);
        for (int t = 0; t < target.Length; t++) target[t] = source[t] * scale;
    }

    /// <summary>The folded bias of an output channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Bias(int output, int group)
    {
        int o = output - _start;
        double value = _bias is null ? 0 : _bias.Value.Span[o];
        if (_before is not null)
        {
            ReadOnlySpan<float> weight = _weight.Span;
            for (int i = 0; i < _inputs; i++)
                for (int t = 0; t < _taps; t++)
                    value += weight[(o * _inputs + i) * _taps + t] * _before.Shift[group * _inputs + i];
        }
        return (float)(_after is null ? value : value * _after.Scale[o] + _after.Shift[o]);
    }

    private static int[]? Order(WeightPart part, int inputs)
    {
        if (part.FlattenPixels > 1)
        {
            if (part.InputOrder is not null || inputs % part.FlattenPixels != 0)
                throw new InvalidOperationException($"{part.Weight}: {inputs} inputs cannot be a flattened map of {part.FlattenPixels} pixels.");
            int channels = inputs / part.FlattenPixels;
            int[] order = new int[inputs];
            for (int i = 0; i < inputs; i++) order[i] = i % channels * part.FlattenPixels + i / channels;
            return order;
        }
        if (part.InputOrder is null) return null;
        if (part.InputOrder.Count != inputs || part.InputOrder.Any(i => (uint)i >= (uint)inputs))
            throw new InvalidOperationException($"{part.Weight}: the order of the inputs does not name {inputs} inputs.");
        return [.. part.InputOrder];
    }
}
