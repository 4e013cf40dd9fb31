using System.Runtime.CompilerServices;

namespace Fusion.Runtime;

/// <summary>
/// Transforms filters for Winograd's minimal filtering: U = T g Tᵀ (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks",
/// 2015, equation 10, where T is called G). The same matrix along both axes.
/// </summary>
internal sealed unsafe class WinogradFilter
{
    /// <summary>The filters are three taps wide and high.</summary>
    private const int Side = 3;

    /// <summary>Inputs whose filters are read together: a cache line is fetched once, and a panel's filters stay in the first two
    /// caches.</summary>
    private const int Block = 8;

    private readonly double[] _transform;
    private readonly int _rows;
    private readonly bool _narrow;

    /// <param name="transform">The matrix T, row by row.</param>
    /// <param name="narrow">Whether the results are rounded to <see cref="BFloat16"/>.</param>
    public WinogradFilter(double[] transform, bool narrow)
    {
        _narrow = narrow;
        ArgumentNullException.ThrowIfNull(transform);
        _rows = transform.Length / Side;
        if (_rows < Side || transform.Length != _rows * Side)
            throw new InvalidOperationException($"{transform.Length} values are no matrix of {Side} columns.");
        _transform = transform;
    }

    /// <summary>Values of a filter as declared.</summary>
    public int Taps => Side * Side;

    /// <summary>Values of a transformed filter.</summary>
    public int Points => _rows * _rows;

    /// <param name="weights">The panel: for each point, for each input, <paramref name="width"/> floats.</param>
    /// <param name="biases">Its biases.</param>
    /// <param name="width">Its width, padding included.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="parts">Where the weights come from: each part the next slice of all output channels.</param>
    /// <param name="first">Its first output channel.</param>
    /// <param name="count">Its output channels, padding left out.</param>
    // Runs for a whole file once: there is no later call to be fast for.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WritePanel(float* weights, float* biases, int width, int inputs, ReadOnlySpan<PartSource> parts, int first, int count)
    {
        PanelWriter.WriteBiases(biases, width, parts, first, count);

        Span<double> half = stackalloc double[_rows * Side];
        // Outputs that only fill the panel stay zero.
        double[] filters = new double[width * Block * Taps];
        long pointStride = (long)inputs * width;
        for (int from = 0; from < inputs; from += Block)
        {
            int read = Math.Min(Block, inputs - from);
            for (int o = 0; o < count; o++)
                PanelWriter.Part(parts, first + o).Filters(filters.AsSpan(o * Block * Taps, read * Taps), first + o, from, from + read);
            for (int i = 0; i < read; i++)
            {
                float* cell = weights + (long)(from + i) * width;
                for (int o = 0; o < width; o++) Transform(filters.AsSpan((o * Block + i) * Taps, Taps), half, cell + o, pointStride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Transform(ReadOnlySpan<double> filter, Span<double> half, float* target, long stride)
    {
        for (int p = 0; p < _rows; p++)
            for (int column = 0; column < Side; column++)
                half[p * Side + column] = Product(p, filter[column], filter[Side + column], filter[2 * Side + column]);
        for (int p = 0; p < _rows; p++)
            for (int q = 0; q < _rows; q++, target += stride)
            {
                double value = Product(q, half[p * Side], half[p * Side + 1], half[p * Side + 2]);
                *target = _narrow ? BFloat16.Round(value) : (float)value;
            }
    }

    private double Product(int row, double x0, double x1, double x2) =>
        _transform[row * Side] * x0 + _transform[row * Side + 1] * x1 + _transform[row * Side + 2] * x2;
}
