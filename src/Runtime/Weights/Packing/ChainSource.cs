using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fusion.Runtime;

/// <summary>
/// The product of two layers' weights. Unlike the other sources it keeps them: a value is a sum over all channels between the layers, and
/// is made with its neighbours.
/// </summary>
internal sealed class ChainSource : PartSource
{
    private readonly int _firstTaps;
    private readonly int _secondTaps;

    /// <summary>[output][tap of the second layer][input][tap of the first]: a row of the second layer's weights times the first
    /// layer's.</summary>
    private readonly double[] _product;

    private readonly double[] _biases;

    public ChainSource(StateDict weights, ChainPart part, int inputs, int taps, int groups, int start)
        : base(weights, part, inputs, taps, groups, start)
    {
        _firstTaps = part.FirstTaps;
        _secondTaps = taps / part.FirstTaps;
        if (_firstTaps * _secondTaps != taps || (_firstTaps > 1 && _secondTaps > 1))
            throw new InvalidOperationException($"A chain of {taps} taps cannot begin with {_firstTaps}.");
        _product = new double[part.Outputs * taps * inputs];
        _biases = new double[part.Outputs];
        int middle = part.First.Outputs / groups;
        Multiply(
            Of(weights, part.First, inputs, _firstTaps, groups), part.First.Outputs,
            Of(weights, part.Second, middle, _secondTaps, groups), middle);
    }

    protected override void Read(Span<double> target, int o, int from, int to)
    {
        int row = Inputs * _firstTaps;
        for (int t = 0; t < _secondTaps; t++)
        {
            ReadOnlySpan<double> source = _product.AsSpan((o * _secondTaps + t) * row + from * _firstTaps, (to - from) * _firstTaps);
            for (int k = 0; k < source.Length; k++) target[k * _secondTaps + t] = source[k];
        }
    }

    protected override double ReadBias(int o) => _biases[o];

    /// <param name="first">The first layer.</param>
    /// <param name="between">Its outputs.</param>
    /// <param name="second">The second layer.</param>
    /// <param name="middle">Its inputs in one group.</param>
    private void Multiply(PartSource first, int between, PartSource second, int middle)
    {
        int row = Inputs * _firstTaps;
        double[] weights = new double[between * row];
        double[] biases = new double[between];
        Share.For(between, weights.Length, m =>
        {
            first.Filters(weights.AsSpan(m * row, row), m, 0, Inputs);
            biases[m] = first.Bias(m);
        });
        Share.For(_biases.Length, (long)_product.Length * middle, o =>
        {
            double[] factors = new double[middle * _secondTaps];
            second.Filters(factors, o, 0, middle);
            double bias = second.Bias(o);
            for (int i = 0; i < factors.Length; i++)
            {
                int m = Group(o) * middle + i / _secondTaps;
                AddScaled(_product.AsSpan((o * _secondTaps + i % _secondTaps) * row, row), factors[i], weights.AsSpan(m * row, row));
                bias += factors[i] * biases[m];
            }
            _biases[o] = bias;
        });
    }

    // Sums over the channels between the layers, always in their order: the same bits on every machine.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddScaled(Span<double> sums, double factor, ReadOnlySpan<double> row)
    {
        int i = 0;
        for (; i <= sums.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(sums[i..]) + factor * new Vector<double>(row[i..])).CopyTo(sums[i..]);
        for (; i < sums.Length; i++) sums[i] += factor * row[i];
    }
}
