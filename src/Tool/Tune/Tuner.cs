using Fusion.Benchmarks;
using Fusion.Compiler;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Tool.Tune;

/// <summary>A layer's best choices so far, and the time that they took relative to the model's own.</summary>
internal sealed record Tuned(TunableLayer Layer, Tuning Choices, double Gain);

/// <summary>Tries one choice after the other on a layer: each candidate against the best so far, alternately.</summary>
internal sealed class Tuner(Compiler.Schedule.Cpu.InstructionSet set, int runs)
{
    /// <summary>A candidate must be that much quicker, twice, to be taken: less is noise.</summary>
    private const double LeastGain = 1.02;

    /// <summary>
    /// Where in memory a layer's weights and values come to lie makes up to a fifth of its time: each candidate is loaded so many times,
    /// and judged by the median.
    /// </summary>
    private const int Placements = 3;

    /// <summary>In a network other layers have used the caches in between: so much memory is read before each run.</summary>
    private readonly float[] _others = new float[12 << 20];

    public Tuned Tune(TunableLayer layer)
    {
        var best = new Tuned(layer, Tuning.None, 1);
        foreach (var candidates in (Func<CpuKernelPlan, IEnumerable<TunedLayer>>[])[Forms, Blocks, Tiles, Distances])
            best = Round(best, [.. candidates(layer.Plan(set, best.Choices))]);
        return best;
    }

    private Tuned Round(Tuned best, IReadOnlyList<TunedLayer> candidates)
    {
        string now = Describe(best.Layer, best.Choices);
        // Choices that change nothing are not tried.
        List<Tuning> tunings = [best.Choices];
        foreach (TunedLayer candidate in candidates)
        {
            Tuning tuning = Merge(best.Choices, candidate with { Layer = best.Layer.Name });
            if (Describe(best.Layer, tuning) != now && tunings.All(other => Describe(best.Layer, other) != Describe(best.Layer, tuning)))
                tunings.Add(tuning);
        }
        if (tunings.Count == 1) return best;
        double[] times = Measure(best.Layer, tunings);
        int winner = Array.IndexOf(times, times.Min());
        if (times[0] / times[winner] < LeastGain) return best;
        double[] again = Measure(best.Layer, [best.Choices, tunings[winner]]);
        return again[0] / again[1] < LeastGain ? best : best with { Choices = tunings[winner], Gain = best.Gain * again[0] / again[1] };
    }

    /// <summary>The time of the layer's own kernel with each tuning, in microseconds.</summary>
    private double[] Measure(TunableLayer layer, IReadOnlyList<Tuning> tunings)
    {
        CompiledLayer[] compiled = LayerCompiler.Compile(
            [.. tunings.Select(_ => new SingleLayer(layer.Name, layer.Graph))],
            index => new ScheduleOptions(Compiler.Arithmetic.Fast, tunings[index]));
        StateDict weights = NetworkWeights.Initialize(compiled[0].Info, seed: 1);
        var options = new NetworkOptions { Threads = 1, Profile = true, InstructionSet = Enum.Parse<InstructionSet>(set.Name) };
        Network[] networks =
            [.. Enumerable.Range(0, Placements).SelectMany(_ => compiled).Select(candidate => candidate.Load(weights, options))];
        try
        {
            NetworkVariant variant = compiled[0].Info.Variants[0];
            float[] input = new float[variant.Inputs[0].Elements];
            var random = new Random(1);
            for (int i = 0; i < input.Length; i++) input[i] = 2 * random.NextSingle() - 1;
            float[][] outputs = [new float[variant.Outputs[0].Elements]];
            Benchmarks.Samples[] samples = [.. networks.Select(_ => new Benchmarks.Samples())];
            for (int run = -1; run < runs; run++)
            {
                for (int i = 0; i < networks.Length; i++)
                {
                    _others.AsSpan().IndexOf(float.NaN);
                    networks[i].Profile!.Reset();
                    compiled[i % compiled.Length].Run(networks[i], input, outputs);
                    if (run >= 0)
                        samples[i].Add(
                            networks[i].Profile!.Kernels.Single(
                                kernel => kernel.Name.StartsWith(SingleLayer.Path + ":", StringComparison.Ordinal)
                                    && !kernel.Name.Contains("copies", StringComparison.Ordinal)).Mean.TotalMicroseconds);
                }
            }
            return [.. compiled.Select(
                (_, candidate) => Enumerable.Range(0, Placements).Select(place => samples[place * compiled.Length + candidate].Best).Order()
                    .ElementAt(Placements / 2))];
        }
        finally
        {
            foreach (Network network in networks) network.Dispose();
        }
    }

    private static IEnumerable<TunedLayer> Forms(CpuKernelPlan plan) =>
        new[] { 0, 2, 4 }.Select(tile => new TunedLayer("", TunedLayer.EverySet) { Winograd = tile });

    private static IEnumerable<TunedLayer> Blocks(CpuKernelPlan plan) => plan is ConvolutionPlan direct
        ? new[] { 0.25, 0.5, 2, 4 }.Select(
            factor => new TunedLayer("", TunedLayer.EverySet) { Blocks = Math.Max(1, (int)(direct.Blocking.Blocks * factor)) })
        : [];

    private IEnumerable<TunedLayer> Tiles(CpuKernelPlan plan) =>
        from vectors in Enumerable.Range(1, 4)
        let most = TileTable.MostPixelsOf(set, vectors)
        from pixels in new[] { most, most - 1, most - 2 }
        where pixels > 1
        select new TunedLayer("", set.Name) { Vectors = vectors, Pixels = pixels };

    private IEnumerable<TunedLayer> Distances(CpuKernelPlan plan) =>
        new[] { 0, 256, 512, 1024 }.Select(ahead => new TunedLayer("", set.Name) { Ahead = ahead });

    private static Tuning Merge(Tuning tuning, TunedLayer choice)
    {
        TunedLayer? old = tuning.Layers.FirstOrDefault(layer => layer.Set == choice.Set);
        return new Tuning([.. tuning.Layers.Where(layer => layer != old), old is null ? choice : old.With(choice)]);
    }

    private string Describe(TunableLayer layer, Tuning tuning) => layer.Plan(set, tuning) switch
    {
        ConvolutionPlan plan => $"{plan.TileText} {plan.Blocking.Blocks} {plan.Prefetching.Ahead} {plan.Prefetching.Next}",
        WinogradPlan plan => $"{plan.TileText} {plan.Product.TileText} {plan.Product.Prefetching.Ahead} {plan.Product.Prefetching.Next}",
        var plan => plan.TileText,
    };
}
