using System.Diagnostics;

namespace Fusion.Benchmarks;

/// <summary>What the kernels of a step took, in microseconds: the least of many runs, which other programs disturb less.</summary>
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
        var least = new Dictionary<string, double>();
        double ceiling = 0;
        layer.Run(network, input, outputs);
        for (long start = Stopwatch.GetTimestamp(), runs = 0; runs < 5 || Stopwatch.GetElapsedTime(start) < length; runs++)
        {
            if (runs % 16 == 0) ceiling = Math.Max(ceiling, Benchmarks.Ceiling.OneCore(network.InstructionSet));
            profile.Reset();
            layer.Run(network, input, outputs);
            foreach (KernelTime kernel in profile.Kernels)
                least[kernel.Name] = Math.Min(least.GetValueOrDefault(kernel.Name, double.MaxValue), kernel.Total.TotalMicroseconds);
        }
        double Sum(string node) => least.Where(kernel => kernel.Key.StartsWith(node + ":", StringComparison.Ordinal)
            && !kernel.Key.Contains("lays the weights out", StringComparison.Ordinal)).Sum(kernel => kernel.Value);
        return new StepTimes(Sum(SingleLayer.Path), Sum("weights"), Sum("inputs"), ceiling);
    }
}
