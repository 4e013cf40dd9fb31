using System.Globalization;

namespace Fusion.Benchmarks;

/// <summary>Which kernels take the time of a whole step.</summary>
internal static class StepProfile
{
    private const int Longest = 110;

    /// <summary>Prints the kernels, the slowest first, and the sums of those that do the same.</summary>
    public static void Print(TrainedNetwork network, NetworkOptions options, int repetitions)
    {
        using IOwnTraining own = network.Start(options with { Profile = true });
        var (images, labels) = network.Batch();
        own.Step(images, labels);
        var times = new Dictionary<(int, string), Samples>();
        for (int i = 0; i < repetitions; i++)
        {
            own.Session.Profile!.Reset();
            own.Step(images, labels);
            foreach (KernelTime kernel in own.Session.Profile.Kernels)
            {
                if (!times.TryGetValue((kernel.Kernel, kernel.Name), out Samples? samples))
                    times.Add((kernel.Kernel, kernel.Name), samples = new Samples());
                samples.Add(kernel.Total.TotalMicroseconds);
            }
        }
        double total = times.Values.Sum(samples => samples.Median);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{network.Name}: {total / 1000:0.0} ms in {times.Count} kernels"));
        var sums = times.GroupBy(kernel => kernel.Key.Item2[(kernel.Key.Item2.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())
            .Select(group => ($"{group.Count()} × {group.Key}", group.Sum(kernel => kernel.Value.Median)));
        foreach (var table in new[] { sums, times.Select(kernel => (kernel.Key.Item2, kernel.Value.Median)) })
        {
            Console.WriteLine();
            foreach (var (name, time) in table.OrderByDescending(row => row.Item2).Take(60))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{time,9:0} µs {100 * time / total,5:0.0} %  {(name.Length > Longest ? name[..Longest] + "…" : name)}"));
        }
    }
}
