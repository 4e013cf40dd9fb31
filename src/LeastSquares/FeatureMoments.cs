using System.Numerics;
using System.Runtime.InteropServices;

namespace Fusion.Training;

/// <summary>
/// What the least squares of features know of them: how many positions there were, their sums, and the sums of their products, in double
/// precision. All are taken around the first position, so that a mean far from zero costs no digits. Batches may be added one by one.
/// </summary>
/// <param name="inputs">Channels of the features that the connector reads.</param>
/// <param name="outputs">Channels of those that it is to give.</param>
internal sealed class FeatureMoments(int inputs, int outputs)
{
    private readonly double[] _origin = new double[inputs + outputs];
    private readonly double[] _products = new double[inputs * (inputs + outputs)];
    private readonly double[] _sums = new double[inputs + outputs];
    private readonly double[] _row = new double[inputs + outputs];

    public int Inputs => inputs;

    public int Outputs => outputs;

    /// <summary>How many positions there were, of all samples.</summary>
    public long Count { get; private set; }

    /// <param name="from">A row of channels for each position.</param>
    /// <param name="to">Likewise.</param>
    public void Add(ReadOnlySpan<float> from, ReadOnlySpan<float> to)
    {
        for (int position = 0; position < from.Length / inputs; position++)
        {
            ReadOnlySpan<float> x = from.Slice(position * inputs, inputs), t = to.Slice(position * outputs, outputs);
            if (Count++ == 0) Read(x, t, _origin);
            Read(x, t, _row);
            for (int i = 0; i < _row.Length; i++) _row[i] -= _origin[i];
            AddScaled(_sums, 1);
            for (int i = 0; i < inputs; i++) AddScaled(_products.AsSpan(i * _row.Length, _row.Length), _row[i]);
        }
    }

    /// <summary>The mean of a channel; those that are to be given come behind those that are read.</summary>
    public double Mean(int channel) => _origin[channel] + _sums[channel] / Count;

    /// <summary>The mean product of a channel that is read with any channel, around their means or around zero.</summary>
    public double Product(int input, int channel, bool isCentered)
    {
        double x = _sums[input] / Count, y = _sums[channel] / Count, centered = _products[input * _row.Length + channel] / Count - x * y;
        return isCentered ? centered : centered + Mean(input) * Mean(channel);
    }

    private void Read(ReadOnlySpan<float> x, ReadOnlySpan<float> t, double[] row)
    {
        for (int i = 0; i < inputs; i++) row[i] = x[i];
        for (int i = 0; i < outputs; i++) row[inputs + i] = t[i];
    }

    /// <summary>Adds a multiple of the row.</summary>
    private void AddScaled(Span<double> target, double factor)
    {
        Span<Vector<double>> sums = MemoryMarshal.Cast<double, Vector<double>>(target);
        ReadOnlySpan<Vector<double>> row = MemoryMarshal.Cast<double, Vector<double>>(_row);
        for (int i = 0; i < sums.Length; i++) sums[i] += factor * row[i];
        for (int i = sums.Length * Vector<double>.Count; i < target.Length; i++) target[i] += factor * _row[i];
    }
}
