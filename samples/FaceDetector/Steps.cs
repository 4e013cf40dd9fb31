using System.Diagnostics;

namespace Fusion.Samples;

/// <summary>How long each step took.</summary>
internal sealed class Steps
{
    private readonly List<(string Name, TimeSpan Time)> _steps = [];

    public T Take<T>(string name, Func<T> step)
    {
        long start = Stopwatch.GetTimestamp();
        T result = Progress.Of(name, step);
        _steps.Add((name, Stopwatch.GetElapsedTime(start)));
        return result;
    }

    public void Take(string name, Action step) => Take(name, () => { step(); return 0; });

    /// <summary>The median of several runs.</summary>
    public void Median(string name, int runs, Action step)
    {
        var times = new TimeSpan[runs];
        using var progress = new Progress(name);
        for (int i = 0; i < runs; i++)
        {
            long start = Stopwatch.GetTimestamp();
            step();
            times[i] = Stopwatch.GetElapsedTime(start);
            progress.Report((i + 1.0) / runs);
        }

        Array.Sort(times);
        _steps.Add((name, times[runs / 2]));
    }

    public void Print()
    {
        TimeSpan longest = _steps.Max(step => step.Time);
        foreach ((string name, TimeSpan time) in _steps)
            Console.WriteLine($"  {name,-22}{Text.Time(time),10}  {Text.Bar(time / longest, 40)}");
    }
}
