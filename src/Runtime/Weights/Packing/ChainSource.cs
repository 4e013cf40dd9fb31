using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fusion.Runtime;

/// <summary>
/// The product of two layers' weights. Unlike the other sources it keeps them: a value is a sum over all channels between the layers, and
/// is made with its neighbours.
/// </summary>
internal sealed class ChainSource : PartSource
{
    private readonly PartSource _first;
    private readonly PartSource _second;
    private readonly int _middle;
    private readonly int _firstTaps;
    private readonly int _secondTaps;

    /// <summary>[output][tap of the second layer][input][tap of the first]: a row of the second layer's weights times the first layer's.</summary>
    private readonly double[] _product;

    public ChainSource(StateDict weights, ChainPart part, int inputs, int taps, int groups, int start)
        : base(weights, part, inputs, taps, groups, start)
    {
        _middle = part.First.Outputs / groups;
        _firstTaps = part.FirstTaps;
        _secondTaps = taps / part.FirstTaps;
        if (_firstTaps * _secondTaps != taps || (_firstTaps > 1 && _secondTaps > 1))
            throw new InvalidOperationException($"A chain of {taps} taps cannot begin with {_firstTaps}.");
        _first = Of(weights, part.First, inputs, _firstTaps, groups);
        _second = Of(weights, part.Second, _middle, _secondTaps, groups);
        _product = Product(part.First.Outputs, part.Outputs);
    }

    private int Row => Inputs * _firstTaps;

    protected override void Read(Span<double> target, int o, int i)
    {
        for (int t = 0; t < target.Length; t++) target[t] = _product[(o * _secondTaps + t / _firstTaps) * Row + i * _firstTaps + t % _firstTaps];
    }

    protected override double ReadBias(int o)
    {
        Span<double> filter = stackalloc double[_secondTaps];
        double sum = _second.Bias(o);
        for (int m = 0; m < _middle; m++)
        {
            double bias = _first.Bias(Group(o) * _middle + m);
            _second.Filter(filter, o, m);
            foreach (double weight in filter) sum += weight * bias;
        }
        return sum;
    }

    private double[] Product(int between, int outputs)
    {
        double[] first = new double[between * Row];
        Parallel.For(0, between, m =>
        {
            for (int i = 0; i < Inputs; i++) _first.Filter(first.AsSpan(m * Row + i * _firstTaps, _firstTaps), m, i);
        });
        double[] product = new double[outputs * _secondTaps * Row];
        Parallel.For(0, outputs, o =>
        {
            Span<double> filter = stackalloc double[_secondTaps];
            for (int m = 0; m < _middle; m++)
            {
                _second.Filter(filter, o, m);
                for (int t = 0; t < _secondTaps; t++)
                    AddScaled(product.AsSpan((o * _secondTaps + t) * Row, Row), filter[t], first.AsSpan((Group(o) * _middle + m) * Row, Row));
            }
        });
        return product;
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
