using Fusion.Zoo;

namespace Fusion.Benchmarks;

/// <summary>One network or layer on both engines.</summary>
/// <param name="Name">The name in the zoo, or the layer's.</param>
/// <param name="Microseconds">The median time of a run here.</param>
/// <param name="OnnxMicroseconds">The median time of a run of ONNX Runtime.</param>
/// <param name="Ratio">How many times as fast this is: above 1 is faster.</param>
/// <param name="RatioAtBest">The same from the fastest tenth of the runs of each, which other programs disturb less.</param>
/// <param name="GigaFlops">Floating-point operations in a nanosecond.</param>
/// <param name="Ceiling">What one core could do at most, in the same unit, while this was measured.</param>
/// <param name="Share">Of what the cores could do at most, 0 to 1.</param>
/// <param name="AllocatedBytes">Per run.</param>
/// <param name="Error">The largest difference relative to the largest magnitude.</param>
internal sealed record Comparison(
    string Name, double Microseconds, double OnnxMicroseconds, double Ratio, double RatioAtBest, double GigaFlops, double Ceiling,
    double Share, long AllocatedBytes,
    double Error)
{
    /// <summary>Whole runs, from the caller's input to the caller's output.</summary>
    /// <param name="batch">Samples of a run.</param>
    public static Comparison OfRuns(ZooNetwork zoo, NetworkOptions options, TimeSpan length, int batch = 1)
    {
        using var pair = new Pair(zoo, options, batch);
        double before = Benchmarks.Ceiling.OneCore(pair.Own.InstructionSet);
        var (own, other) = pair.Measure(length);
        return Make(zoo, options, pair, own.Median, other.Median, other.Best / own.Best, before, batch);
    }

    /// <summary>
    /// Only the layer: no bringing of the input into place here, no change of layout there, for in a network their neighbours do that. Both
    /// engines say what their kernels took.
    /// </summary>
    public static Comparison OfKernels(ZooNetwork zoo, NetworkOptions options, TimeSpan length)
    {
        using var pair = new Pair(zoo, options with { Profile = true }, batch: 1);
        double before = Benchmarks.Ceiling.OneCore(pair.Own.InstructionSet);
        NetworkProfile profile = pair.Own.Profile!;
        Samples own = new();
        profile.Reset();
        pair.Measure(length, () =>
        {
            own.Add(profile.Kernels.Where(kernel => kernel.Name.StartsWith(SingleLayer.Path + ":", StringComparison.Ordinal))
                .Sum(kernel => kernel.Total.TotalMicroseconds));
            profile.Reset();
        });
        double other = 0, best = 0;
        foreach (var (node, times) in pair.Other.NodeTimes())
        {
            if (node.Operator is "ReorderInput" or "ReorderOutput" or "Identity" or "Transpose") continue;
            var samples = new Samples();
            foreach (double time in times.TakeLast(own.Count)) samples.Add(time);
            other += samples.Middle;
            best += samples.Best;
        }

        return Make(zoo, options, pair, own.Middle, other, best / own.Best, before);
    }

    private static Comparison Make(
        ZooNetwork zoo, NetworkOptions options, Pair pair, double own, double other, double ratioAtBest, double ceilingBefore,
        int batch = 1)
    {
        // The clock moves: the ceiling belongs to the minute in which the network ran.
        double ceiling = Math.Max(ceilingBefore, Benchmarks.Ceiling.OneCore(pair.Own.InstructionSet));
        double flops = 2e-3 * batch * zoo.Info.Variants[0].MultiplyAdds / own;
        return new Comparison(
            zoo.Name, own, other, other / own, ratioAtBest, flops, ceiling, flops / (ceiling * options.Threads), pair.AllocatedBytes(),
            pair.Error);
    }
}
