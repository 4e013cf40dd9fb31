using System.Runtime.CompilerServices;

namespace Fusion.Runtime;

/// <summary>The weights of a declared layer.</summary>
internal sealed unsafe class LayerSource : PartSource
{
    private readonly ReadOnlyMemory<float> _weight;
    private readonly ReadOnlyMemory<float>? _bias;
    private readonly int[]? _order;

    public LayerSource(StateDict weights, WeightPart part, int inputs, int taps, int groups, int start)
        : base(weights, part, inputs, taps, groups, start)
    {
        Affine.Values(weights, part.Weight, (long)part.Outputs * inputs * taps);
        _weight = weights[part.Weight].Memory;
        if (part.Bias is not null)
        {
            Affine.Values(weights, part.Bias, part.Outputs);
            _bias = weights[part.Bias].Memory;
        }
        _order = OrderOf(part, inputs);
    }

    // Nearly all weights of nearly all networks go through here, and need no detour by filters in double precision.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void WriteColumn(float* target, int stride, int output, int from, int to, bool narrow)
    {
        int o = output - Start, group = Group(o);
        double after = After is null ? 1 : After.Scale[o];
        long tapStride = (long)Inputs * stride;
        fixed (float* row = _weight.Span.Slice(o * Inputs * Taps, Inputs * Taps))
        {
            for (int input = from; input < to; input++)
            {
                int i = _order is null ? input : _order[input];
                float* source = row + (long)i * Taps;
                float* cell = target + (long)input * stride;
                double scale = Before is null ? after : Before.Scale[group * Inputs + i] * after;
                for (int t = 0; t < Taps; t++, cell += tapStride) *cell = Rounded(source[t] * scale, narrow);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Read(Span<double> target, int o, int from, int to)
    {
        if (_order is null)
        {
            ReadOnlySpan<float> row = _weight.Span.Slice((o * Inputs + from) * Taps, (to - from) * Taps);
            for (int k = 0; k < row.Length; k++) target[k] = row[k];
            return;
        }
        for (int input = from; input < to; input++)
        {
            ReadOnlySpan<float> source = _weight.Span.Slice((o * Inputs + Order(input)) * Taps, Taps);
            Span<double> filter = target.Slice((input - from) * Taps, Taps);
            for (int t = 0; t < filter.Length; t++) filter[t] = source[t];
        }
    }

    protected override double ReadBias(int o) => _bias is null ? 0 : _bias.Value.Span[o];

    protected override int Order(int input) => _order is null ? input : _order[input];

    private static int[]? OrderOf(WeightPart part, int inputs)
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
