using System.Diagnostics;
using Fusion.Zoo;

namespace Fusion.Benchmarks;

/// <summary>One network, or one of its kernels, on one core and on several.</summary>
/// <param name="Name">The network's name, or the kernel's.</param>
/// <param name="OneMicroseconds">The median time on one core.</param>
/// <param name="ManyMicroseconds">The median time on several.</param>
/// <param name="SpeedUp">How many times as fast several are.</param>
/// <param name="SpeedUpAtBest">The same from the fastest tenth of the runs of each.</param>
internal sealed record Scaling(string Name, double OneMicroseconds, double ManyMicroseconds, double SpeedUp, double SpeedUpAtBest)
{
    private const int LeastRuns = 5;

    /// <summary>Runs one network alternately on one core and on several.</summary>
    /// <param name="perKernel">Whether there is a result for each kernel, before the one for all of them.</param>
    public static IReadOnlyList<Scaling> Measure(ZooNetwork zoo, NetworkOptions options, int threads, TimeSpan length, bool perKernel)
    {
        var random = new Random(1);
        float[] input = [.. Enumerable.Range(0, (int)zoo.Info.Variants[0].Inputs[0].Elements).Select(_ => 2 * random.NextSingle() - 1)];
        float[][] outputs = zoo.Outputs();
        StateDict weights = NetworkWeights.Initialize(zoo.Info, seed: 1);
        using Network one = zoo.Load(weights, options with { Threads = 1, Profile = perKernel }),
            many = zoo.Load(weights, options with { Threads = threads, Profile = perKernel });
        for (int i = 0; i < LeastRuns; i++)
        {
            zoo.Run(one, input, outputs);
            zoo.Run(many, input, outputs);
        }

        Runs alone = new(one), together = new(many);
        long began = Stopwatch.GetTimestamp();
        while (alone.Total.Count < LeastRuns || Stopwatch.GetElapsedTime(began) < length)
        {
            alone.Add(() => zoo.Run(one, input, outputs));
            together.Add(() => zoo.Run(many, input, outputs));
        }

        IReadOnlyList<string> kernels = zoo.Info.Variants[0].Kernels;
        return [.. alone.Kernels.Select((kernel, i) => Make(kernels[i], kernel, together.Kernels[i])),
            Make(zoo.Name, alone.Total, together.Total)];
    }

    private static Scaling Make(string name, Samples one, Samples many) =>
        new(name, one.Median, many.Median, one.Median / many.Median, one.Best / many.Best);

    private sealed class Runs(Network network)
    {
        public Samples Total { get; } = new();

        public Samples[] Kernels { get; } =
            [.. (network.Profile is null ? [] : network.Info.Variants[0].Kernels).Select(_ => new Samples())];

        public void Add(Action run)
        {
            network.Profile?.Reset();
            Total.Time(run);
            if (network.Profile is null) return;
            foreach (KernelTime kernel in network.Profile.Kernels) Kernels[kernel.Kernel].Add(kernel.Total.TotalMicroseconds);
        }
    }
}
