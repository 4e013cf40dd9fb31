using System.Diagnostics;

namespace Fusion.Benchmarks;

/// <summary>Times of one thing, in microseconds.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    public int Count => _values.Count;

    public double Median => Sorted(values => values[values.Length / 2]);

    /// <summary>One in ten is as fast: what is left of the time when neighbours are quiet.</summary>
    public double Best => Sorted(values => values[values.Length / 10]);

    /// <summary>One in four is as fast.</summary>
    public double LowerQuartile => Sorted(values => values[values.Length / 4]);

    /// <summary>
    /// The mean of the middle half: as robust as the median for practical purposes, and finer than a clock of whole microseconds.
    /// </summary>
    public double Middle => Sorted(values => values[(values.Length / 4)..(values.Length - values.Length / 4)].Average());

    public void Add(double microseconds) => _values.Add(microseconds);

    public void Time(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        _values.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
    }

    private double Sorted(Func<double[], double> pick)
    {
        double[] values = [.. _values];
        Array.Sort(values);
        return pick(values);
    }
}
