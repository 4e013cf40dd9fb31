using System.Diagnostics;

namespace Fusion.Benchmarks;

/// <summary>What the kernels of a step took, in microseconds: one in ten runs is as fast.</summary>
/// <param name="Forward">The layer's own kernel.</param>
/// <param name="Ceiling">What one core could do at most meanwhile, in GFLOP/s.</param>
internal sealed record StepTimes(double Forward, double WeightGradient, double InputGradient, double Ceiling)
{
    public static StepTimes Measure(CompiledLayer layer, NetworkOptions options, TimeSpan length)
    {
        NetworkVariant variant = layer.Info.Variants[0];
        var random = new Random(1);
        float[] input = [.. Enumerable.Range(0, (int)variant.Inputs[0].Elements).Select(_ => 2 * random.NextSingle() - 1)];
        float[][] outputs = [.. variant.Outputs.Select(output => new float[output.Elements])];
        using Network network = layer.Load(NetworkWeights.Initialize(layer.Info, seed: 1), options with { Profile = true });
        NetworkProfile profile = network.Profile!;
        var times = new Dictionary<string, Samples>();
        double ceiling = 0;
        layer.Run(network, input, outputs);
        for (long start = Stopwatch.GetTimestamp(), runs = 0; runs < 5 || Stopwatch.GetElapsedTime(start) < length; runs++)
        {
            if (runs % 16 == 0) ceiling = Math.Max(ceiling, Benchmarks.Ceiling.OneCore(network.InstructionSet));
            profile.Reset();
            layer.Run(network, input, outputs);
            foreach (KernelTime kernel in profile.Kernels)
            {
                if (!times.TryGetValue(kernel.Name, out Samples? samples)) times.Add(kernel.Name, samples = new Samples());
                samples.Add(kernel.Total.TotalMicroseconds);
            }
        }
        double Sum(string node) => times.Where(kernel => kernel.Key.StartsWith(node + ":", StringComparison.Ordinal)
            && !kernel.Key.Contains("lays the weights out", StringComparison.Ordinal)
            && !kernel.Key.Contains("transforms the weights", StringComparison.Ordinal)).Sum(kernel => kernel.Value.Best);
        return new StepTimes(Sum(SingleLayer.Path), Sum("weights"), Sum("inputs"), ceiling);
    }
}
