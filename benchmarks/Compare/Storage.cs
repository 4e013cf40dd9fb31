using System.Diagnostics;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Benchmarks;

/// <summary>One network or layer with weights in BF16 and with weights as floats.</summary>
/// <param name="Name">The network's name, or the layer's.</param>
/// <param name="FloatMicroseconds">The median time with floats.</param>
/// <param name="NarrowMicroseconds">The median time with BF16.</param>
/// <param name="Ratio">How many times as fast BF16 is.</param>
/// <param name="RatioOfQuartiles">The same from the lower quartiles.</param>
/// <param name="FloatBytes">What the packed weights take as floats.</param>
/// <param name="NarrowBytes">What they take in BF16.</param>
/// <param name="Error">The largest difference relative to the largest magnitude.</param>
internal sealed record Storage(
    string Name, double FloatMicroseconds, double NarrowMicroseconds, double Ratio, double RatioOfQuartiles, long FloatBytes,
    long NarrowBytes, double Error)
{
    private const int LeastRuns = 5;

    /// <summary>Runs the two alternately.</summary>
    public static Storage Measure(SingleLayer layer, NetworkOptions options, TimeSpan length)
    {
        ScheduleOptions[] scheduling =
            [ScheduleOptions.Default, ScheduleOptions.Default with { Weights = Compiler.WeightStorage.BFloat16 }];
        CompiledLayer[] both = LayerCompiler.Compile([layer, layer], index => scheduling[index]);
        NetworkInfo info = both[0].Info;
        var random = new Random(1);
        float[] input = [.. Enumerable.Range(0, (int)info.Variants[0].Inputs[0].Elements).Select(_ => 2 * random.NextSingle() - 1)];
        float[][][] outputs = [.. both.Select(_ => info.Variants[0].Outputs.Select(output => new float[output.Elements]).ToArray())];
        StateDict weights = NetworkWeights.Initialize(info, seed: 1);
        Network[] networks = [.. both.Select(compiled => compiled.Load(weights, options))];
        Samples[] times = [new(), new()];
        void Run(int index) => both[index].Run(networks[index], input, outputs[index]);

        for (int i = 0; i < 2 * LeastRuns; i++) Run(i % 2);
        long began = Stopwatch.GetTimestamp();
        while (times[0].Count < LeastRuns || Stopwatch.GetElapsedTime(began) < length)
            for (int i = 0; i < 2; i++) times[i].Time(() => Run(i));

        double error = outputs[0][0].Zip(outputs[1][0], (a, b) => Math.Abs((double)a - b)).Max() / outputs[0][0]
            .Max(value => Math.Abs((double)value));
        long[] bytes = [.. networks.Select(network => network.WeightBytes)];
        foreach (Network network in networks) network.Dispose();
        return new Storage(
            layer.Name, times[0].Median, times[1].Median, times[0].Median / times[1].Median,
            times[0].LowerQuartile / times[1].LowerQuartile, bytes[0], bytes[1], error);
    }
}
