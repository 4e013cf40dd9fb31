using System.Diagnostics;

namespace Fusion.Benchmarks;

/// <summary>Measures again and again.</summary>
internal static class Median
{
    /// <summary>The median of at least so many measurements, which go on for some seconds.</summary>
    /// <param name="measure">One measurement, in any unit.</param>
    public static (double Value, int Runs) Of(Func<double> measure, int least, double seconds)
    {
        List<double> all = [];
        long began = Stopwatch.GetTimestamp();
        while (all.Count < least || (all.Count < 1000 && Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)) all.Add(measure());
        return (Middle(all), all.Count);
    }

    public static double Middle(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
