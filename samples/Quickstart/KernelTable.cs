using System.Text.RegularExpressions;

namespace Fusion.Samples;

/// <summary>The fused kernels with the time that each took.</summary>
internal static partial class KernelTable
{
    /// <summary>The numbered lines of the fusion plan, with the times of the profile where there are as many.</summary>
    public static void Print(string plan, IReadOnlyList<KernelTime> times)
    {
        string[] kernels = [.. plan.Split('\n').Where(line => Numbered().IsMatch(line))];
        double total = Math.Max(1e-9, times.Sum(kernel => kernel.Mean.TotalMicroseconds)), longest = times
            .Select(kernel => kernel.Mean.TotalMicroseconds).DefaultIfEmpty(1).Max();
        for (int i = 0; i < kernels.Length; i++)
        {
            TimeSpan? time = times.FirstOrDefault(kernel => kernel.Kernel == i) is { Count: > 0 } measured ? measured.Mean : null;
            string bar = time is { } t ? Text.Bar(t.TotalMicroseconds / longest, 12) : "";
            string share = time is { } u ? $"{100 * u.TotalMicroseconds / total,5:0.0}%" : "";
            Console.WriteLine($"  {(time is { } v ? Text.Time(v) : ""),8} {share,6} {bar,-12} {kernels[i].Trim()}");
        }

        // What was not fused, and why.
        int rest = Array.FindLastIndex(plan.Split('\n'), line => Numbered().IsMatch(line));
        foreach (string line in plan.Split('\n').Skip(rest + 1)
            .SkipWhile(line => line.Length == 0 || line.TrimStart().StartsWith("tile", StringComparison.Ordinal)))
            Console.WriteLine("  " + line);
    }

    [GeneratedRegex(@"^\s*\d+  \S")]
    private static partial Regex Numbered();
}
