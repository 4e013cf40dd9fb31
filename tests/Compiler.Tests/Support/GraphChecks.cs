using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Tests.Support;

/// <summary>What holds for every graph.</summary>
internal static class GraphChecks
{
    public static void RoundTrips(Graph graph)
    {
        string text = GraphText.Print(graph);
        Graph parsed = GraphText.Parse(text);
        Assert.Equal(text, GraphText.Print(parsed));
        Assert.Equal(graph with { Nodes = [.. graph.Nodes.Select(node => node with { Origin = -1 })] }, parsed);
    }

    /// <summary>The reference, sample by sample, against ONNX Runtime with a batch of two.</summary>
    public static void AgreesWithOnnxRuntime(Graph graph, double tolerance = 1e-5)
    {
        var parameters = RandomValues.Parameters(graph);
        var samples = graph.Inputs.ToDictionary(
            input => ((Input)input.Operation).Name,
            input => Enumerable.Range(0, 2).Select(sample => RandomValues.Normal(100 + input.Id + 7 * sample, input.Shape.Elements))
                .ToArray());
        var actual = OnnxRuntimeRunner.Run(OnnxExporter.Export(graph, parameters), graph, samples);
        for (int sample = 0; sample < 2; sample++)
        {
            var expected = ReferenceInterpreter.Run(graph, parameters, samples.ToDictionary(pair => pair.Key, pair => pair.Value[sample]));
            foreach (GraphOutput output in graph.Outputs) Close(expected[output.Name], actual[output.Name][sample], tolerance);
        }
    }

    /// <summary>A value that is infinite or NaN reaches the results in the reference that it reaches in ONNX Runtime.</summary>
    /// <param name="only">The input that has it; null for each in turn.</param>
    public static void ReachesAsInOnnxRuntime(Graph graph, string? only = null)
    {
        var parameters = RandomValues.Parameters(graph);
        byte[] model = OnnxExporter.Export(graph, parameters);
        var random = new Random(3);
        foreach (Node input in graph.Inputs.Where(node => only is null || ((Input)node.Operation).Name == only))
        {
            foreach (double special in new[] { double.PositiveInfinity, double.NaN, double.PositiveInfinity, double.NaN })
            {
                var sample = graph.Inputs.ToDictionary(node => ((Input)node.Operation).Name,
                    node => RandomValues.Normal(100 + node.Id, node.Shape.Elements));
                double[] values = sample[((Input)input.Operation).Name];
                values[random.Next(values.Length)] = special;
                var actual = OnnxRuntimeRunner.Run(model, graph, sample.ToDictionary(pair => pair.Key, pair => new[] { pair.Value }));
                var expected = ReferenceInterpreter.Run(graph, parameters, sample);
                foreach (GraphOutput output in graph.Outputs)
                    Assert.Equal(expected[output.Name].Select(double.IsFinite), actual[output.Name][0].Select(double.IsFinite));
            }
        }
    }

    /// <summary>The largest error, relative to the largest magnitude, stays below the tolerance.</summary>
    public static void Close(double[] expected, double[] actual, double tolerance = 1e-5)
    {
        Assert.Equal(expected.Length, actual.Length);
        double magnitude = Math.Max(expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max(), 1e-3);
        for (int i = 0; i < expected.Length; i++)
        {
            bool equal = expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= tolerance * magnitude;
            Assert.True(equal, FormattableString.Invariant(
                $"Element {i}: {expected[i]} was expected, {actual[i]} was found; the largest magnitude is {magnitude}."));
        }
    }
}
