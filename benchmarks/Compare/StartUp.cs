using System.Diagnostics;
using System.Globalization;
using System.Reflection.PortableExecutable;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Onnx;
using Fusion.Zoo;
using Microsoft.ML.OnnxRuntime;

namespace Fusion.Benchmarks;

/// <summary>How long it takes from a file to the first result, in processes that have done nothing else.</summary>
/// <param name="Name">The network's name.</param>
/// <param name="Fusion">Medians of the processes that run Fusion.</param>
/// <param name="Onnx">Medians of the processes that run ONNX Runtime.</param>
internal sealed record StartUp(string Name, StartUp.Times Fusion, StartUp.Times Onnx)
{
    /// <param name="Load">Milliseconds from the file to a network, or a session, that is ready.</param>
    /// <param name="First">Milliseconds of the first run.</param>
    /// <param name="Second">Milliseconds of the second run.</param>
    /// <param name="Steady">The fastest of the runs after that: how fast it gets.</param>
    internal sealed record Times(double Load, double First, double Second, double Steady);

    /// <summary>The argument that makes this program one of the processes that are measured.</summary>
    public const string Argument = "--start-up-of";

    private const int LaterRuns = 20;

    /// <summary>The networks that can be measured: a measured process must not touch the rest of the zoo.</summary>
    public static IReadOnlyList<string> Names { get; } = ["efficientnet-b0", "squeezenet-1.1", "resnet-50"];

    /// <summary>
    /// Whether this program was published with <c>PublishReadyToRun</c>: everything but the kernels is compiled ahead of time then, on both
    /// sides.
    /// </summary>
    public static bool IsReadyToRun { get; } =
        Array.TrueForAll([typeof(Network), typeof(ZooNetwork), typeof(InferenceSession), typeof(StartUp)], type =>
    {
        using var file = new PEReader(File.OpenRead(type.Assembly.Location));
        return file.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size != 0;
    });

    /// <summary>Starts processes alternately, each anew.</summary>
    public static StartUp Measure(ZooNetwork zoo, int processes)
    {
        string weightsFile = Path.Combine(Path.GetTempPath(), $"fusion-{Guid.NewGuid():N}.safetensors"),
            model = Path.ChangeExtension(weightsFile, ".onnx");
        try
        {
            StateDict weights = NetworkWeights.Initialize(zoo.Info, seed: 1);
            weights.Save(weightsFile);
            File.WriteAllBytes(
                model, OnnxExporter.Export(
                    GraphText.Parse(zoo.Info.Variants[0].Graph), name => weights[name].Values.ToArray(), batch: 1,
                    OnnxLayout.ChannelsFirst));
            List<Times> fusion = [], onnx = [];
            for (int i = 0; i < processes; i++)
            {
                fusion.Add(Start(zoo.Name, weightsFile));
                onnx.Add(Start(zoo.Name, model));
            }

            return new StartUp(zoo.Name, Median(fusion), Median(onnx));
        }
        finally
        {
            File.Delete(weightsFile);
            File.Delete(model);
        }
    }

    /// <summary>What a measured process does: the network's name and its file are the arguments; the times go to the output.</summary>
    public static int Run(string name, string file)
    {
        var input = new float[224 * 224 * 3];
        for (int i = 0; i < input.Length; i++) input[i] = i % 17 / 17f;
        var output = new float[1000];
        long start = Stopwatch.GetTimestamp();
        (IDisposable loaded, Action run) = file.EndsWith(".onnx", StringComparison.Ordinal)
            ? LoadOnnx(file, input)
            : LoadFusion(name, file, input, output);
        using (loaded)
        {
            double load = Lap(ref start);
            run();
            double first = Lap(ref start);
            run();
            double second = Lap(ref start), steady = double.MaxValue;
            for (int i = 0; i < LaterRuns; i++)
            {
                run();
                steady = Math.Min(steady, Lap(ref start));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{load} {first} {second} {steady}"));
        }

        return 0;
    }

    private static (IDisposable Loaded, Action Run) LoadFusion(string name, string file, float[] input, float[] output)
    {
        var options = new NetworkOptions { Threads = 1 };
        switch (name)
        {
            case "efficientnet-b0":
                var efficient = EfficientNetB0.Load(file, options);
                return (efficient, () => efficient.Run(input, output));
            case "squeezenet-1.1":
                var squeeze = SqueezeNet11.Load(file, options);
                return (squeeze, () => squeeze.Run(input, output));
            default:
                var residual = ResNet50.Load(file, options);
                return (residual, () => residual.Run(input, output));
        }
    }

    private static (IDisposable Loaded, Action Run) LoadOnnx(string file, float[] input)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
        };
        var session = new InferenceSession(file, options);
        OrtValue value = OrtValue.CreateTensorValueFromMemory(input, [1, 3, 224, 224]);
        string[] inputs = [session.InputNames[0]], outputs = [session.OutputNames[0]];
        var run = new RunOptions();
        return (session, () => session.Run(run, inputs, [value], outputs).Dispose());
    }

    private static Times Start(string name, string file)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        // Started as "dotnet Compare.dll" the program is the second argument, started by itself it is the first.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(StartUp).Assembly.Location);
        foreach (string argument in new[] { Argument, name, file }) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double[] times =
            [.. output.Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        return times.Length == 4
            ? new Times(times[0], times[1], times[2], times[3])
            : throw new InvalidOperationException($"{name}: a process ended with {process.ExitCode} and wrote '{output}'.");
    }

    private static Times Median(List<Times> times)
    {
        return new Times(Of(t => t.Load), Of(t => t.First), Of(t => t.Second), Of(t => t.Steady));

        double Of(Func<Times, double> part) => times.Select(part).Order().ElementAt(times.Count / 2);
    }

    private static double Lap(ref long since)
    {
        long now = Stopwatch.GetTimestamp();
        double milliseconds = Stopwatch.GetElapsedTime(since, now).TotalMilliseconds;
        since = now;
        return milliseconds;
    }
}
