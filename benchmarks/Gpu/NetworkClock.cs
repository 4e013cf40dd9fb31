using System.Diagnostics;
using Fusion.Gpu;
using Fusion.Samples;

namespace Fusion.Benchmarks;

/// <summary>Measures a network on a device, after a comparison with the processor's kernels.</summary>
/// <param name="seconds">How long each measurement goes on.</param>
internal sealed class NetworkClock(GpuDevice device, double seconds)
{
    public NetworkMeasurement Measure(Work work)
    {
        GpuSample sample = work.Sample;
        NetworkVariant variant = sample.Info.Variants[0];
        StateDict weights = NetworkWeights.Initialize(sample.Info, seed: 1);
        float[] input = Agreement.RandomValues(GpuSample.Floats(variant.Inputs, work.Batch), seed: 2);
        float[] output = new float[GpuSample.Floats(variant.Outputs, work.Batch)];
        double difference, milliseconds, called;
        int runs;
        using (GpuNetwork network = sample.LoadGpu(device, weights, Options(work)))
        using (GpuBuffer onInput = device.Allocate(input.Length), onOutput = device.Allocate(output.Length))
        {
            onInput.CopyFrom(input);
            sample.RunBuffers(network, onInput, onOutput);
            onOutput.CopyTo(output);
            difference = Difference(sample, weights, input, output);
            for (int i = 0; i < 3; i++) network.Measure(0);
            (milliseconds, runs) = Median.Of(() => network.Measure(0).TotalMilliseconds, 5, seconds);
            (called, _) = Median.Of(() =>
            {
                long start = Stopwatch.GetTimestamp();
                sample.RunBuffers(network, onInput, onOutput);
                return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }, 3, seconds / 4);
        }
        return new NetworkMeasurement(sample.Name, work.Batch, variant.MultiplyAdds, difference, milliseconds, called, runs,
            Kernels(work, weights, input, output), work.Precision.Name);
    }

    private static GpuOptions Options(Work work) => new() { Batch = work.Batch, Precision = work.Precision.Value };

    private static double Difference(GpuSample sample, StateDict weights, float[] input, float[] found)
    {
        float[] expected = new float[found.Length];
        using Network processor = sample.Load(weights);
        sample.Run(processor, input, expected);
        return Agreement.LargestDifference(expected, found);
    }

    private IReadOnlyList<KernelMeasurement> Kernels(Work work, StateDict weights, float[] input, float[] output)
    {
        using GpuNetwork network = work.Sample.LoadGpu(device, weights, Options(work) with { Profile = true });
        work.Sample.RunGpu(network, input, output);
        List<List<double>> times = [];
        Median.Of(() =>
        {
            network.Profile!.Reset();
            network.Measure(0);
            IReadOnlyList<KernelTime> kernels = network.Profile.Kernels;
            for (int i = 0; i < kernels.Count; i++)
            {
                if (times.Count == i) times.Add([]);
                times[i].Add(kernels[i].Mean.TotalMicroseconds);
            }
            return 0;
        }, 3, seconds / 4);
        return [.. network.Profile!.Kernels.Select((kernel, i) => new KernelMeasurement(kernel.Name, Median.Middle(times[i])))];
    }
}
