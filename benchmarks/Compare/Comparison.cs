using System.Diagnostics;
using Fusion.Compiler.Graphs;
using Fusion.Zoo;

namespace Fusion.Benchmarks;

/// <summary>One network on both engines.</summary>
/// <param name="Network">The name in the zoo.</param>
/// <param name="Microseconds">The median time of a run here.</param>
/// <param name="OnnxMicroseconds">The median time of a run of ONNX Runtime.</param>
/// <param name="Ratio">How many times as fast this is: above 1 is faster.</param>
/// <param name="GigaFlops">Floating-point operations in a nanosecond.</param>
/// <param name="Share">Of what the cores could do at most, 0 to 1.</param>
/// <param name="AllocatedBytes">Per run.</param>
/// <param name="Error">The largest difference relative to the largest magnitude.</param>
internal sealed record Comparison(
    string Network, double Microseconds, double OnnxMicroseconds, double Ratio, double GigaFlops, double Share, long AllocatedBytes, double Error)
{
    private const double Tolerance = 1e-4;

    public static Comparison Measure(ZooNetwork zoo, NetworkOptions options, double ceiling, TimeSpan length)
    {
        NetworkVariant variant = zoo.Info.Variants[0];
        Graph graph = GraphText.Parse(variant.Graph);
        StateDict weights = NetworkWeights.Initialize(zoo.Info, seed: 1);
        var random = new Random(1);
        float[] input = [.. Enumerable.Range(0, (int)variant.Inputs[0].Elements).Select(_ => 2 * random.NextSingle() - 1)];
        float[][] outputs = zoo.Outputs();

        using Network network = zoo.Load(weights, options);
        using var onnx = new OnnxBaseline(graph, weights, input, options.Threads);
        zoo.Run(network, input, outputs);
        onnx.Run();
        double error = LargestError(graph, onnx.Outputs, outputs);
        if (!(error < Tolerance)) throw new InvalidOperationException($"{zoo.Name}: the outputs differ by {error:0.0e+0} of the largest value; below {Tolerance:0e+0} was expected.");

        // Alternately, so that a change of the clock or a noisy neighbour meets both.
        List<double> own = [], other = [];
        for (int i = 0; i < 5; i++) { zoo.Run(network, input, outputs); onnx.Run(); }
        long began = Stopwatch.GetTimestamp();
        while (own.Count < 5 || Stopwatch.GetElapsedTime(began) < length)
        {
            own.Add(Time(() => zoo.Run(network, input, outputs)));
            other.Add(Time(onnx.Run));
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        zoo.Run(network, input, outputs);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        double time = Median(own), onnxTime = Median(other), flops = 2e-3 * variant.MultiplyAdds / time;
        return new Comparison(zoo.Name, time, onnxTime, onnxTime / time, flops, flops / (ceiling * options.Threads), allocated, error);
    }

    private static double Time(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
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
