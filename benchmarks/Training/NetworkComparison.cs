using System.Diagnostics;
using System.Globalization;
using Fusion.Training.Tests.Torch;
using TorchSharp;

namespace Fusion.Benchmarks;

/// <summary>Whole training steps beside TorchSharp's, alternately, on one thread each.</summary>
/// <param name="Own">Times on one thread, in microseconds.</param>
/// <param name="Two">The same on two threads.</param>
/// <param name="First">TorchSharp's, channels first.</param>
/// <param name="Last">TorchSharp's, channels last.</param>
/// <param name="Ceiling">What one core could do at most meanwhile, in GFLOP/s.</param>
internal sealed record NetworkComparison(TrainedNetwork Network, Samples Own, Samples Two, Samples First, Samples Last, double Ceiling)
{
    public const string Header =
        """
        | step | ms | of ceiling | TorchSharp, first / last | times faster (at best) | two threads (best) | MB | peak | TorchSharp's |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
        """;

    /// <param name="length">For how long; at least three times each.</param>
    /// <param name="repetitions">How often instead; 0 for the length.</param>
    public static NetworkComparison Measure(TrainedNetwork network, NetworkOptions options, TimeSpan length, int repetitions)
    {
        if (Libtorch.Problem is { } problem) throw new Fusion.Samples.UserException("libtorch: " + problem);
        torch.set_num_threads(1);
        using IOwnTraining own = network.Start(options), two = network.Start(options with { Threads = 2 });
        var (images, labels) = network.Batch();
        using var first = new TorchStep(network, isChannelsLast: false);
        using var last = new TorchStep(network, isChannelsLast: true);
        Validate(network, own, [first, last], images, labels);
        two.Step(images, labels);
        var result = new NetworkComparison(network, new(), new(), new(), new(), 0);
        double ceiling = 0;
        int runs = 0;
        for (long start = Stopwatch.GetTimestamp(); repetitions > 0
            ? runs < repetitions
            : runs < 3 || Stopwatch.GetElapsedTime(start) < length; runs++)
        {
            if (runs % 4 == 0) ceiling = Math.Max(ceiling, Benchmarks.Ceiling.OneCore(own.Session.InstructionSet));
            result.Own.Time(() => own.Step(images, labels));
            result.First.Time(() => first.Run());
            result.Two.Time(() => two.Step(images, labels));
            result.Last.Time(() => last.Run());
        }
        return result with { Ceiling = ceiling };
    }

    /// <summary>A row of the table.</summary>
    public string Row((long Own, long Torch) peak)
    {
        double speed = 2e-3 * Network.MultiplyAdds / Own.Median;
        double median = Math.Min(First.Median, Last.Median) / Own.Median, best = Math.Min(First.Best, Last.Best) / Own.Best;
        return string.Create(CultureInfo.InvariantCulture,
            $"| {Network.Name}, batch {Network.Samples} | {Own.Median / 1000:0.0} | {100 * speed / Ceiling:0} % "
            + $"| {First.Median / 1000:0.0} / {Last.Median / 1000:0.0} | {median:0.00} ({best:0.00}) | {Own.Median / Two.Median:0.00} "
            + $"({Own.Best / Two.Best:0.00}) | {Network.WorkspaceBytes / 1e6:0} | {peak.Own / 1e6:0} | {peak.Torch / 1e6:0} |");
    }

    /// <summary>
    /// The same weights must give the same losses: closely before an update, and behind it as closely as TorchSharp's layouts agree with
    /// each other or, where those are the same to many digits, to a thousandth.
    /// </summary>
    private static void Validate(TrainedNetwork network, IOwnTraining own, TorchStep[] others, float[] images, int[] labels)
    {
        StateDict weights = own.Session.Weights();
        foreach (TorchStep other in others) other.Load(weights);
        for (int step = 1; step <= 2; step++)
        {
            float loss = own.Step(images, labels);
            float[] expected = [.. others.Select(other => other.Run())];
            double allowed = step == 1 ? 1e-4 * expected[0] : Math.Max(1e-3 * expected[0], 2 * Math.Abs(expected[0] - expected[1]));
            if (!expected.All(other => Math.Abs(loss - other) < allowed))
                throw new InvalidOperationException(
                    $"{network.Name}: the loss of step {step} is {loss}, TorchSharp's {string.Join(" and ", expected)}.");
        }
    }
}
