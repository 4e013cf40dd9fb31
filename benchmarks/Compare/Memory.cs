using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Fusion.Zoo;

namespace Fusion.Benchmarks;

/// <summary>The resident memory of a process that has loaded one network from a file and has run it, in bytes.</summary>
/// <param name="Name">The network.</param>
/// <param name="Weights">The packed weights.</param>
/// <param name="Workspace">The intermediate values of one run.</param>
/// <param name="Bare">The resident memory of a process that has only printed a line.</param>
/// <param name="Resident">That of the process with the network.</param>
internal sealed record Memory(string Name, long Weights, long Workspace, long Bare, long Resident)
{
    /// <summary>The option with which this program starts itself.</summary>
    public const string Child = "--memory-of";

    /// <summary>The generated <c>Run</c> of a network with one input and one output, which all that are measured here have.</summary>
    private delegate void OneToOne(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>How much more there is than the sum of the parts explains.</summary>
    public double Ratio => (double)Resident / (Weights + Workspace + Bare);

    /// <summary>Starts a process of its own for the network, and one for nothing.</summary>
    public static Memory Measure(ZooNetwork zoo)
    {
        string file = Path.Combine(Path.GetTempPath(), $"fusion-compare-{Guid.NewGuid():N}.safetensors");
        try
        {
            NetworkWeights.Initialize(zoo.Info, seed: 1).Save(file);
            long[] bare = Start("nothing"), loaded = Start(zoo.Load.Method.DeclaringType!.FullName!, file);
            return new Memory(zoo.Name, loaded[1], zoo.Info.Variants[0].WorkspaceBytes, bare[0], loaded[0]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>
    /// What the started process does: prints its resident bytes and those of the packed weights. It knows the network by its class alone:
    /// the list of the zoo would bring in the descriptions of all others, which no program has that runs one network.
    /// </summary>
    public static int Run(string name, string? file, NetworkOptions options)
    {
        // What any program does: the console and its encodings belong to the bare run time.
        Console.WriteLine("started");
        long weights = 0;
        Network? network = null;
        if (file is not null)
        {
            Type type = typeof(ZooNetwork).Assembly.GetType(name, throwOnError: true)!;
            MethodInfo load = type.GetMethod("Load", [typeof(string), typeof(NetworkOptions), typeof(CancellationToken)])!;
            network = (Network)load.Invoke(null, [file, options, CancellationToken.None])!;
            var run = type.GetMethod("Run", [typeof(ReadOnlySpan<float>), typeof(Span<float>)])!.CreateDelegate<OneToOne>(network);
            float[] input = new float[network.Info.Variants[0].Inputs[0].Elements],
                output = new float[network.Info.Variants[0].Outputs[0].Elements];
            for (int i = 0; i < 2; i++) run(input, output);
            weights = network.WeightBytes;
        }

        using Process self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{self.WorkingSet64} {weights}"));
        network?.Dispose();
        return 0;
    }

    private static long[] Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(Memory).Assembly.Location);
        start.ArgumentList.Add(Child);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException("The process that measures memory failed: " + output);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Split(' ')
            .Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
    }
}
