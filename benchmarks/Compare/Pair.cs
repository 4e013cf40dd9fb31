using System.Diagnostics;
using Fusion.Compiler.Graphs;
using Fusion.Tests;
using Fusion.Zoo;

namespace Fusion.Benchmarks;

/// <summary>One network on both engines, with the same weights and input, in one process.</summary>
internal sealed class Pair : IDisposable
{
    private const double Tolerance = 1e-4;

    /// <summary>Runs of each before anything is measured, and the fewest that are measured.</summary>
    private const int LeastRuns = 5;

    private static readonly Dictionary<string, string> s_realWeights = new()
    {
        ["ppocr-cls"] = "models/ppocr-cls-v2/model.safetensors",
        ["minifasnet-v2"] = "models/minifasnet-v2/model.safetensors",
        ["retinaface"] = "models/retinaface-mnet025/model.safetensors",
        ["resnet-20-cifar10"] = "models/resnet20-cifar10/model.safetensors",
    };

    private readonly ZooNetwork _zoo;
    private readonly float[] _input;
    private readonly float[][] _outputs;

    public Pair(ZooNetwork zoo, NetworkOptions options, int batch)
    {
        _zoo = zoo;
        NetworkVariant variant = zoo.Info.Variants[0];
        Graph graph = GraphText.Parse(variant.Graph);
        StateDict weights = s_realWeights.TryGetValue(zoo.Name, out string? file) && SharedData.Has(file)
            ? StateDict.Load(SharedData.Path(file)) : NetworkWeights.Initialize(zoo.Info, seed: 1);
        var random = new Random(1);
        _input = [.. Enumerable.Range(0, batch * (int)variant.Inputs[0].Elements).Select(_ => 2 * random.NextSingle() - 1)];
        _outputs = [.. zoo.Outputs().Select(output => new float[batch * output.Length])];
        Own = zoo.Load(weights, options);
        Other = new OnnxBaseline(graph, weights, _input, options.Threads, options.Profile);
        Run();
        Other.Run();
        Error = LargestError(graph, Other.Outputs, _outputs);
        if (!(Error < Tolerance))
            throw new InvalidOperationException(
                $"{zoo.Name}: the outputs differ by {Error:0.0e+0} of the largest value; below {Tolerance:0e+0} was expected.");
        for (int i = 0; i < LeastRuns; i++)
        {
            Run();
            Other.Run();
        }
    }

    public Network Own { get; }

    public OnnxBaseline Other { get; }

    /// <summary>The largest difference of the outputs relative to the largest magnitude.</summary>
    public double Error { get; }

    public void Run() => _zoo.Run(Own, _input, _outputs);

    /// <summary>Runs the two alternately, so that a change of the clock or a noisy neighbour meets both.</summary>
    /// <param name="afterEach">Called after each run here, outside of the time.</param>
    public (Samples Own, Samples Other) Measure(TimeSpan length, Action? afterEach = null)
    {
        Samples own = new(), other = new();
        long began = Stopwatch.GetTimestamp();
        while (own.Count < LeastRuns || Stopwatch.GetElapsedTime(began) < length)
        {
            own.Time(Run);
            afterEach?.Invoke();
            other.Time(Other.Run);
        }

        return (own, other);
    }

    public long AllocatedBytes()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    public void Dispose()
    {
        Own.Dispose();
        Other.Dispose();
    }

    private static double LargestError(Graph graph, float[][] expected, float[][] found)
    {
        double worst = 0;
        for (int i = 0; i < found.Length; i++)
        {
            float[] turned = OnnxBaseline.ChannelsFirst(found[i], graph.Nodes[graph.Outputs[i].Node].Shape);
            double largest = expected[i].Max(value => (double)Math.Abs(value));
            double error = turned.Zip(expected[i], (a, b) => Math.Abs((double)a - b)).Max();
            // Comparisons with NaN are false: it has to be asked for.
            if (double.IsNaN(error) || turned.Any(float.IsNaN)) return double.NaN;
            worst = Math.Max(worst, largest == 0 ? error : error / largest);
        }

        return worst;
    }
}
