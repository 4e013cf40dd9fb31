using System.Diagnostics;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Operations;
using Microsoft.ML.OnnxRuntime;

namespace Fusion.Benchmarks;

/// <summary>A recurrent layer over a sequence on both engines: the product of all inputs and the steps.</summary>
/// <param name="Microseconds">The median time of a run here.</param>
/// <param name="OnnxMicroseconds">The median time of a run of ONNX Runtime's own operator.</param>
/// <param name="RatioAtBest">How many times as fast this is in the fastest tenth of the runs of each.</param>
/// <param name="Error">The largest difference relative to the largest magnitude.</param>
internal sealed record Recurrent(string Name, double Microseconds, double OnnxMicroseconds, double RatioAtBest, double Error)
{
    private const int Warm = 20;
    private const double Tolerance = 1e-5;

    /// <summary>Steps, channels of the input and numbers of the state.</summary>
    public static IReadOnlyList<(string Kind, int Length, int Channels, int Hidden)> Standard { get; } =
    [
        .. new[] { "Gru", "Lstm" }.SelectMany(kind => new[] { (kind, 100, 64, 128), (kind, 100, 40, 64), (kind, 200, 256, 512) }),
    ];

    public double Ratio => OnnxMicroseconds / Microseconds;

    public static IReadOnlyList<Recurrent> Measure(NetworkOptions options, TimeSpan length)
    {
        CompiledLayer[] compiled =
            LayerCompiler.Compile([.. Standard.Select(size => Layer(size.Kind, size.Length, size.Channels, size.Hidden))]);
        return [.. Standard.Zip(compiled, (size, layer) => Measure(size, layer, options, length))];
    }

    public static void Print(NetworkOptions options, TimeSpan length)
    {
        foreach (Recurrent found in Measure(options, length))
        {
            Console.WriteLine($"{found.Name,-32} {found.Microseconds,8:0.0} µs, ONNX Runtime {found.OnnxMicroseconds,8:0.0} µs, "
                + $"ratio {found.Ratio:0.00}, at best {found.RatioAtBest:0.00}, error {found.Error:0e+0}");
        }

        Console.WriteLine("Medians of alternating runs; at best: of the fastest tenth of the runs. Ratio: above 1 Fusion is faster.");
    }

    private static SingleLayer Layer(string kind, int length, int channels, int hidden)
    {
        var builder = new GraphBuilder("Layer");
        int input = builder.Input("input", length, channels);
        var context = new LoweringContext(builder, new OperationArguments(kind, [new("hidden", hidden)]), [input], SingleLayer.Path, -1);
        builder.Output("output", OperationTable.Find(kind)!.Lower(context)[0]);
        return new SingleLayer($"{kind} {length} steps, {channels}→{hidden}", builder.Build());
    }

    private static Recurrent Measure(
        (string Kind, int Length, int Channels, int Hidden) size, CompiledLayer layer, NetworkOptions options, TimeSpan time)
    {
        StateDict weights = NetworkWeights.Initialize(layer.Info, seed: 1);
        var random = new Random(1);
        float[] input = [.. Enumerable.Range(0, size.Length * size.Channels).Select(_ => 2 * random.NextSingle() - 1)];
        float[] result = new float[size.Length * size.Hidden], expected = new float[result.Length];
        using Network network = layer.Load(weights, options);
        using var settings = new SessionOptions { IntraOpNumThreads = options.Threads, InterOpNumThreads = 1 };
        settings.AddSessionConfigEntry("session.intra_op.allow_spinning", options.Threads == 1 ? "0" : "1");
        byte[] model = RecurrentModel.Write(size.Kind, size.Length, size.Channels, size.Hidden, weights);
        using var session = new InferenceSession(model, settings);
        using OrtIoBinding binding = session.CreateIoBinding();
        using OrtValue x = OrtValue.CreateTensorValueFromMemory(input, [size.Length, 1, size.Channels]);
        using OrtValue y = OrtValue.CreateTensorValueFromMemory(expected, [size.Length, 1, 1, size.Hidden]);
        binding.BindInput("x", x);
        binding.BindOutput("y", y);
        using var run = new RunOptions();
        void Own() => layer.Run(network, input, [result]);
        void Other() => session.RunWithBinding(run, binding);
        for (int i = 0; i < Warm; i++)
        {
            Own();
            Other();
        }

        double error = result.Zip(expected, (a, b) => Math.Abs(a - b)).Max() / expected.Max(Math.Abs);
        if (!(error < Tolerance)) throw new InvalidOperationException($"{layer.Layer.Name}: the results differ by {error:0.0e+0}.");
        Samples own = new(), other = new();
        for (long began = Stopwatch.GetTimestamp(); own.Count < Warm || Stopwatch.GetElapsedTime(began) < time;)
        {
            own.Time(Own);
            other.Time(Other);
        }

        return new Recurrent(layer.Layer.Name, own.Median, other.Median, other.Best / own.Best, error);
    }
}
