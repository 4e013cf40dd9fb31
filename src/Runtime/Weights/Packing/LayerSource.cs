using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fusion.Runtime;

/// <summary>The weights of a declared layer.</summary>
internal sealed unsafe class LayerSource : PartSource
{
    private readonly WeightTensor _weight;
    private readonly WeightTensor? _bias;
    private readonly int[]? _order;

    public LayerSource(StateDict weights, WeightPart part, int inputs, int taps, int groups, int start)
        : base(weights, part, inputs, taps, groups, start)
    {
        Affine.Values(weights, part.Weight, (long)part.Outputs * inputs * taps);
        _weight = weights[part.Weight];
        if (part.Bias is not null)
        {
            Affine.Values(weights, part.Bias, part.Outputs);
            _bias = weights[part.Bias];
        }
        _order = OrderOf(part, inputs);
    }

    // Nearly all weights of nearly all networks go through here, and need no detour by filters in double precision.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void WriteColumns(float* target, int stride, int output, int count, int from, int to, bool narrow)
    {
        int written = 0;
        if (Taps == 1 && _order is null && Before is null && !narrow)
        {
            int o = output - Start;
            ReadOnlySpan<double> scales = After is null ? default : After.Scale.AsSpan(o, count);
            fixed (float* rows = _weight.Values.Slice(o * Inputs, count * Inputs))
            {
                for (; written + 4 <= count; written += 4)
                {
                    WriteFour(target + (long)from * stride + written, stride, rows + (long)written * Inputs + from, Inputs, to - from,
                        scales.IsEmpty ? scales : scales[written..]);
                }
            }
        }
        base.WriteColumns(target + written, stride, output + written, count - written, from, to, narrow);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void WriteColumn(float* target, int stride, int output, int from, int to, bool narrow)
    {
        int o = output - Start, group = Group(o), inputs = Inputs, taps = Taps;
        int[]? order = _order;
        double after = After is null ? 1 : After.Scale[o];
        ReadOnlySpan<double> before = Before is null ? default : Before.Scale.AsSpan(group * inputs, inputs);
        long tapStride = (long)inputs * stride;
        fixed (float* row = _weight.Values.Slice(o * inputs * taps, inputs * taps))
        {
            for (int input = from; input < to; input++)
            {
                int i = order is null ? input : order[input];
                float* source = row + (long)i * taps;
                float* cell = target + (long)input * stride;
                double scale = before.IsEmpty ? after : before[i] * after;
                for (int t = 0; t < taps; t++, cell += tapStride) *cell = Rounded(source[t] * scale, narrow);
            }
        }
    }

    /// <summary>
    /// Four output channels of a kernel with one tap: four rows become columns. Vectors compute the same products, and round them in the
    /// same way, as the plain loop that does what is left.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteFour(float* target, long stride, float* source, long row, int count, ReadOnlySpan<double> scales)
    {
        double s0 = 1, s1 = 1, s2 = 1, s3 = 1;
        if (scales.Length >= 4) (s0, s1, s2, s3) = (scales[0], scales[1], scales[2], scales[3]);
        float* second = source + row, third = second + row, fourth = third + row;
        int i = 0;
        if (Avx.IsSupported)
        {
            Vector256<double> v0 = Vector256.Create(s0), v1 = Vector256.Create(s1), v2 = Vector256.Create(s2), v3 = Vector256.Create(s3);
            for (; i + 4 <= count; i += 4, target += 4 * stride)
            {
                Vector128<float> r0 = Scaled(source + i, v0), r1 = Scaled(second + i, v1), r2 = Scaled(third + i, v2),
                r3 = Scaled(fourth + i, v3);
                Vector128<float> t0 = Sse.UnpackLow(r0, r1), t1 = Sse.UnpackLow(r2, r3), t2 = Sse.UnpackHigh(r0, r1),
                t3 = Sse.UnpackHigh(r2, r3);
                Sse.Store(target, Sse.MoveLowToHigh(t0, t1));
                Sse.Store(target + stride, Sse.MoveHighToLow(t1, t0));
                Sse.Store(target + 2 * stride, Sse.MoveLowToHigh(t2, t3));
                Sse.Store(target + 3 * stride, Sse.MoveHighToLow(t3, t2));
            }
        }
        for (; i < count; i++, target += stride)
        {
            target[0] = (float)(source[i] * s0);
            target[1] = (float)(second[i] * s1);
            target[2] = (float)(third[i] * s2);
            target[3] = (float)(fourth[i] * s3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Scaled(float* source, Vector256<double> scale) =>
        Avx.ConvertToVector128Single(Avx.Multiply(Avx.ConvertToVector256Double(Sse.LoadVector128(source)), scale));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Read(Span<double> target, int o, int from, int to)
    {
        if (_order is null)
        {
            ReadOnlySpan<float> row = _weight.Values.Slice((o * Inputs + from) * Taps, (to - from) * Taps);
            for (int k = 0; k < row.Length; k++) target[k] = row[k];
            return;
        }
        for (int input = from; input < to; input++)
        {
            ReadOnlySpan<float> source = _weight.Values.Slice((o * Inputs + Order(input)) * Taps, Taps);
            Span<double> filter = target.Slice((input - from) * Taps, Taps);
            for (int t = 0; t < filter.Length; t++) filter[t] = source[t];
        }
    }

    protected override double ReadBias(int o) => _bias is null ? 0 : _bias.Values[o];

    protected override int Order(int input) => _order is null ? input : _order[input];

    private static int[]? OrderOf(WeightPart part, int inputs)
    {
        if (part.FlattenPixels > 1)
        {
            if (part.InputOrder is not null || inputs % part.FlattenPixels != 0)
                throw new InvalidOperationException(
                    $"{part.Weight}: {inputs} inputs cannot be a flattened map of {part.FlattenPixels} pixels.");
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
