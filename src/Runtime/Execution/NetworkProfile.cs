using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Fusion;

/// <summary>How long each kernel of a network took, over all runs since loading or <see cref="Reset"/>.</summary>
public sealed class NetworkProfile
{
    private const int WidestName = 80;

    private readonly IReadOnlyList<NetworkVariant> _variants;
    private readonly long[][] _ticks;
    private readonly long[][] _counts;

    internal NetworkProfile(NetworkInfo info)
    {
        _variants = info.Variants;
        _ticks = [.. _variants.Select(variant => new long[variant.Kernels.Count])];
        _counts = [.. _variants.Select(variant => new long[variant.Kernels.Count])];
    }

    /// <summary>The kernels that ran, in the order in which they run.</summary>
    public IReadOnlyList<KernelTime> Kernels
    {
        get
        {
            var kernels = new List<KernelTime>();
            for (int v = 0; v < _variants.Count; v++)
            {
                for (int k = 0; k < _ticks[v].Length; k++)
                {
                    long count = Volatile.Read(ref _counts[v][k]);
                    if (count == 0) continue;
                    double seconds = (double)Volatile.Read(ref _ticks[v][k]) / Stopwatch.Frequency;
                    kernels.Add(new KernelTime(v, k, _variants[v].Kernels[k], count, TimeSpan.FromSeconds(seconds)));
                }
            }
            return kernels;
        }
    }

    /// <summary>Forgets what was measured.</summary>
    public void Reset()
    {
        foreach (long[] counts in _counts) Array.Clear(counts);
        foreach (long[] ticks in _ticks) Array.Clear(ticks);
    }

    /// <summary>A table: the kernels in the order in which they run, with their time per run and their share.</summary>
    public override string ToString()
    {
        IReadOnlyList<KernelTime> kernels = Kernels;
        double total = kernels.Sum(kernel => kernel.Total.TotalMicroseconds);
        int width = Math.Max(6, kernels.Select(kernel => Short(kernel.Name).Length).DefaultIfEmpty().Max());
        var text = new StringBuilder();
        text.Append("kernel".PadRight(width)).Append("       runs      us/run   share\n");
        foreach (KernelTime kernel in kernels)
        {
            text.Append(Short(kernel.Name).PadRight(width))
                .Append(CultureInfo.InvariantCulture, $" {kernel.Count,10} {kernel.Mean.TotalMicroseconds,11:F1}")
                .Append(CultureInfo.InvariantCulture, $" {100 * kernel.Total.TotalMicroseconds / Math.Max(total, double.Epsilon),6:F1}%\n");
        }
        return text.ToString();
    }

    private static string Short(string name) => name.Length <= WidestName ? name : name[..(WidestName - 3)] + "...";

    /// <summary>Books the time that a kernel took on so many samples.</summary>
    internal void Add(int variant, int kernel, long ticks, int runs = 1)
    {
        long[] counts = _counts[variant];
        if ((uint)kernel >= (uint)counts.Length) return;
        Interlocked.Add(ref counts[kernel], runs);
        Interlocked.Add(ref _ticks[variant][kernel], ticks);
    }
}
