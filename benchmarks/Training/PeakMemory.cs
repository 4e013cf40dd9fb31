using System.Diagnostics;
using System.Globalization;
using Fusion.Training.Tests.Torch;
using TorchSharp;

namespace Fusion.Benchmarks;

/// <summary>How much resident memory a training adds to a process at its peak. Linux tells it; elsewhere it is 0.</summary>
internal static class PeakMemory
{
    /// <summary>The option with which this program starts itself.</summary>
    public const string Child = "--peak-of";

    /// <summary>What TorchSharp's smaller layout needs, in bytes.</summary>
    public static (long Own, long Torch) Measure(TrainedNetwork network) =>
        (Start(network, "own"), Math.Min(Start(network, "first"), Start(network, "last")));

    /// <summary>What the started process does: prints by how much its resident memory grew at most, in bytes, while it trained.</summary>
    public static void Run(TrainedNetwork network, string engine, NetworkOptions options)
    {
        if (engine == "own") MeasureOwn(network, options);
        else MeasureTorch(network, isChannelsLast: engine == "last");
    }

    private static void MeasureOwn(TrainedNetwork network, NetworkOptions options)
    {
        var (images, labels) = network.Batch();
        long idle = Reset();
        using IOwnTraining own = network.Start(options);
        for (int i = 0; i < 3; i++) own.Step(images, labels);
        Console.WriteLine(Status("VmHWM") - idle);
    }

    private static void MeasureTorch(TrainedNetwork network, bool isChannelsLast)
    {
        if (Libtorch.Problem is { } problem) throw new InvalidOperationException(problem);
        torch.set_num_threads(1);
        // What any program does that uses the library: its code is no part of the training.
        using (torch.NewDisposeScope()) torch.rand(8, 8).matmul(torch.rand(8, 8)).relu();
        long idle = Reset();
        using var step = new TorchStep(network, isChannelsLast);
        for (int i = 0; i < 3; i++) step.Run();
        Console.WriteLine(Status("VmHWM") - idle);
    }

    private static long Start(TrainedNetwork network, string engine)
    {
        if (!OperatingSystem.IsLinux()) return 0;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        // The C library gives memory back as soon as it is free: half the peak of its default.
        start.Environment["MALLOC_MMAP_THRESHOLD_"] = "262144";
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(PeakMemory).Assembly.Location);
        foreach (string argument in new[] { "--network", network.Name, Child, engine }) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException("The process that measures memory failed: " + output);
        return long.Parse(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1], CultureInfo.InvariantCulture);
    }

    /// <summary>Forgets the peak so far.</summary>
    /// <returns>What is resident now.</returns>
    private static long Reset()
    {
        GC.Collect();
        File.WriteAllText("/proc/self/clear_refs", "5");
        return Status("VmRSS");
    }

    private static long Status(string field)
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(field + ":", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
