using System.Diagnostics;
using Fusion.Gpu;

namespace Fusion.Samples;

/// <summary>Runs a network on a device and shows what came of it.</summary>
internal static class GpuTour
{
    public static int Run(CommandLine line)
    {
        try
        {
            return RunOn(line);
        }
        catch (Exception error) when (error is GpuException or WeightsException)
        {
            throw new UserException(error.Message);
        }
    }

    private static int RunOn(CommandLine line)
    {
        using GpuDevice device = line.Text("--device") is { } name ? GpuDevice.Open(name) : GpuDevice.Best();
        DeviceTable.Print(GpuDevice.List(), device.Info);
        GpuSample sample = line.Text("--network") is { } wanted ? GpuSample.Find(wanted)
            : device.Info.Kind == GpuDeviceKind.Cpu ? GpuSample.Small : GpuSample.Find("se-resnet-50");
        int batch = line.Int("--batch", 1, 1, 4096);
        StateDict weights = line.Text("--weights") is { } path ? Weights(path) : NetworkWeights.Initialize(sample.Info, seed: 1);
        NetworkVariant variant = sample.Info.Variants[0];
        Console.WriteLine($"""

            {sample.Title} on {device.Info.Name}
            {string.Join(", ", variant.Inputs)} → {string.Join(", ", variant.Outputs)}

              parameters      {Text.Count(sample.Info.ParameterCount)}{(line.Has("--weights") ? "" : "  (random: no weights were given)")}
              multiply-adds   {Text.Count(variant.MultiplyAdds)}
              batch           {batch}
            """);

        long start = Stopwatch.GetTimestamp();
        using GpuNetwork network = Load(sample, device, weights, new GpuOptions { Batch = batch });
        Console.WriteLine($"  loaded in       {Text.Time(Stopwatch.GetElapsedTime(start))}: kernels compiled, weights packed and copied\n");
        bool isRight = IsRight(sample, network, weights, batch);
        PrintKernels(sample, device, weights, batch);
        PrintTime(sample, device, network, batch);
        return isRight ? 0 : 1;
    }

    private static StateDict Weights(string path)
    {
        UserFile.CheckReadable(path, "a file with weights (.safetensors)");
        return StateDict.Load(path);
    }

    private static GpuNetwork Load(GpuSample sample, GpuDevice device, StateDict weights, GpuOptions options) =>
        Progress.Of("compiling kernels", progress => sample.LoadGpu(device, weights, options with
        {
            Progress = new Progress<GpuProgress>(step => progress.Report((double)step.Done / step.Total)),
        }));

    private static bool IsRight(GpuSample sample, GpuNetwork network, StateDict weights, int batch)
    {
        NetworkVariant variant = sample.Info.Variants[0];
        float[] input = Agreement.RandomValues(GpuSample.Floats(variant.Inputs, batch), seed: 2);
        float[] expected = new float[GpuSample.Floats(variant.Outputs, batch)], found = new float[expected.Length];
        using (Network processor = sample.Load(weights)) sample.Run(processor, input, expected);
        Progress.Of("running for the first time", () => sample.RunGpu(network, input, found));
        double difference = Agreement.LargestDifference(expected, found);
        bool isRight = difference < Agreement.Tolerance;
        Console.WriteLine(
            $"{(isRight ? "Right" : "WRONG")}: the largest difference from the processor's kernels is {difference:0.0e+0} of the largest "
            + $"value ({(isRight ? "below" : "above")} {Agreement.Tolerance:0e+0})");
        return isRight;
    }

    private static void PrintKernels(GpuSample sample, GpuDevice device, StateDict weights, int batch)
    {
        using GpuNetwork measured = Load(sample, device, weights, new GpuOptions { Batch = batch, Profile = true });
        NetworkVariant variant = sample.Info.Variants[0];
        float[] input = new float[GpuSample.Floats(variant.Inputs, batch)], output = new float[GpuSample.Floats(variant.Outputs, batch)];
        Progress.Of("running with a clock for each kernel", () =>
        {
            sample.RunGpu(measured, input, output);
            measured.Profile!.Reset();
            Repeat(() => sample.RunGpu(measured, input, output), least: 2);
        });
        Console.WriteLine("\nKernels, as generated\n");
        GpuKernelTable.Print(measured.Profile!.Kernels);
    }

    private static void PrintTime(GpuSample sample, GpuDevice device, GpuNetwork network, int batch)
    {
        NetworkVariant variant = sample.Info.Variants[0];
        using GpuBuffer input = device.Allocate(GpuSample.Floats(variant.Inputs, batch));
        using GpuBuffer output = device.Allocate(GpuSample.Floats(variant.Outputs, batch));
        List<TimeSpan> times = Progress.Of("measuring", () => Repeat(() => sample.RunBuffers(network, input, output), least: 3));
        TimeSpan median = times[times.Count / 2];
        string speed = Text.Scaled(2e9 * batch * variant.MultiplyAdds / median.TotalNanoseconds) + "FLOP/s";
        Console.WriteLine($"\n{Text.Time(median)} per run on what is on the device (median of {times.Count}), {speed}");
    }

    /// <summary>Runs for a second or two, and no less often than is said.</summary>
    /// <returns>The times, in order of length.</returns>
    private static List<TimeSpan> Repeat(Action run, int least)
    {
        List<TimeSpan> times = [];
        long began = Stopwatch.GetTimestamp();
        while (times.Count < least || (times.Count < 500 && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(1.5)))
        {
            long start = Stopwatch.GetTimestamp();
            run();
            times.Add(Stopwatch.GetElapsedTime(start));
        }
        times.Sort();
        return times;
    }
}
