using System.Diagnostics;
using Fusion.Tool.Assemblies;

namespace Fusion.Tool.Measure;

/// <summary>Measures the kernels of a network on one core.</summary>
internal static class KernelTimes
{
    private const int LeastRuns = 3, MostRuns = 1000, LeastRounds = 3;

    /// <summary>Times are kept in steps of 0.1 µs: small kernels run often enough for that.</summary>
    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(3);

    /// <summary>The time of each kernel of one size in microseconds: the least mean of a few runs, which neighbours disturb
    /// least.</summary>
    public static double[] Measure(LoadedNetwork loaded, Network network, int size, TimeSpan length, Action<double> progress)
    {
        float[][] values = Values(loaded.Info.Variants[size]);
        double[] least = new double[loaded.Info.Variants[size].Kernels.Count];
        Array.Fill(least, double.PositiveInfinity);
        for (int i = 0; i < 2; i++) loaded.Run(network, values);
        long began = Stopwatch.GetTimestamp();
        loaded.Run(network, values);
        int runs = (int)Math.Clamp(s_round / Stopwatch.GetElapsedTime(began), LeastRuns, MostRuns);
        for (int round = 0; round < LeastRounds || Stopwatch.GetElapsedTime(began) < length; round++)
        {
            network.Profile!.Reset();
            for (int run = 0; run < runs; run++) loaded.Run(network, values);
            foreach (KernelTime kernel in network.Profile.Kernels)
                if (kernel.Variant == size)
                    least[kernel.Kernel] = Math.Min(least[kernel.Kernel], kernel.Total.TotalMicroseconds / kernel.Count);
            progress(Math.Min(1, Stopwatch.GetElapsedTime(began) / length));
        }
        return [.. least.Select(time => double.IsFinite(time) ? time : 0)];
    }

    /// <summary>Random inputs, then places for the outputs.</summary>
    public static float[][] Values(NetworkVariant variant)
    {
        var random = new Random(1);
        return
        [
            .. variant.Inputs.Select(input => Random(random, input.Elements)),
            .. variant.Outputs.Select(output => new float[output.Elements]),
        ];
    }

    /// <summary>Numbers between −1 and 1.</summary>
    public static float[] Random(Random random, long count)
    {
        float[] values = new float[count];
        for (int i = 0; i < values.Length; i++) values[i] = 2 * random.NextSingle() - 1;
        return values;
    }
}
