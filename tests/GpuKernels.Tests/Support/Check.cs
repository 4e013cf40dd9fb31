using Fusion.Compiler.Reference;
using Fusion.Gpu;

namespace Fusion.Kernels.Tests.Support;

/// <summary>Runs graphs through the whole compiler on a GPU, or what acts as one, and compares with the reference interpreter.</summary>
internal static class Check
{
    /// <param name="accumulations">The most products that one result adds up, which the tolerance scales with.</param>
    /// <param name="around">Calls what runs a network.</param>
    /// <param name="batch">Samples that are computed at once. One more is run, alone.</param>
    public static void Graphs(IReadOnlyList<Graph> graphs, Func<Graph, int> accumulations, Func<Random, float>? input = null,
        Action<Action>? around = null, int batch = 2)
    {
        foreach (CompiledGpuNetwork network in CompiledGpuNetwork.Build(graphs))
            Network(network, accumulations(network.Graph), new GpuOptions { Batch = batch }, input);
    }

    public static void Graph(Graph graph, int accumulations, Func<Random, float>? input = null) =>
        Graphs([graph], _ => accumulations, input);

    /// <summary>Runs one more sample than there are in a batch. Where PTX is interpreted, <see cref="PtxCheck"/> does.</summary>
    public static void Network(CompiledGpuNetwork compiled, int accumulations, GpuOptions options, Func<Random, float>? input = null)
    {
        if (NetworkRun.IsInterpreted)
        {
            PtxCheck.Network(compiled, accumulations, [options.Batch], input);
            return;
        }
        Run(compiled.Graph, accumulations, options.Batch + 1, input, (weights, inputs, outputs) =>
        {
            using var network = new NetworkRun(compiled, weights, options);
            network.Run(inputs, outputs);
        });
    }

    /// <summary>Makes weights and inputs, has them run, and compares with the reference interpreter.</summary>
    /// <param name="run">Gets the weights and the inputs, and fills the outputs.</param>
    public static void Run(Graph graph, int accumulations, int samples, Func<Random, float>? input,
        params ReadOnlySpan<Action<StateDict, float[][], float[][]>> run)
    {
        input ??= random => random.NextSingle() * 2 - 1;
        StateDict weights = RandomWeights.Of(graph, 1);
        var expected = graph.Parameters.ToDictionary(parameter => parameter.Name, parameter =>
            Array.ConvertAll(weights[parameter.Name].Values.ToArray(), value => (double)value));
        var random = new Random(2);
        float[][] inputs = [.. graph.Inputs
            .Select(node => Enumerable.Range(0, (int)node.Shape.Elements * samples).Select(_ => input(random)).ToArray())];
        double[][][] references = [.. Enumerable.Range(0, samples).Select(sample => Reference(graph, expected, inputs, sample, samples))];
        foreach (Action<StateDict, float[][], float[][]> one in run)
        {
            float[][] outputs = [.. graph.Outputs.Select(output => new float[graph.Nodes[output.Node].Shape.Elements * samples])];
            one(weights, inputs, outputs);
            for (int sample = 0; sample < samples; sample++) Compare(graph, references[sample], outputs, sample, samples, accumulations);
        }
    }

    /// <summary>What the reference interpreter makes of a sample, output by output.</summary>
    private static double[][] Reference(
        Graph graph, Dictionary<string, double[]> weights, float[][] inputs, int sample, int samples)
    {
        var named = graph.Inputs.Select((node, i) => (((Input)node.Operation).Name, Values: Sample(inputs[i], sample, samples)))
            .ToDictionary(pair => pair.Name, pair => Array.ConvertAll(pair.Values, value => (double)value));
        var values = ReferenceInterpreter.RunAll(graph, name => weights[name], named);
        return [.. graph.Outputs.Select(output => values[output.Node].Values.Select(InRange).ToArray())];
    }

    private static void Compare(
        Graph graph, double[][] references, float[][] outputs, int sample, int samples, int accumulations)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            double[] reference = references[i];
            float[] found = Sample(outputs[i], sample, samples);
            double largest = reference.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
            double tolerance = (4 + accumulations) * Math.Pow(2, -23) * largest;
            for (int j = 0; j < reference.Length; j++)
            {
                bool fits = double.IsNaN(reference[j]) ? float.IsNaN(found[j])
                    : double.IsInfinity(reference[j]) ? found[j] == reference[j]
                    : Math.Abs(found[j] - reference[j]) <= tolerance;
                if (!fits)
                    Assert.Fail($"{graph.Outputs[i].Name}[{j}] of sample {sample} is {found[j]:R}; {reference[j]:R} ± {tolerance:E2} " +
                        $"was expected.\n{GraphText.Print(graph)}");
            }
        }
    }

    /// <summary>What is too large for a float is infinite.</summary>
    private static double InRange(double value) => Math.Abs(value) > float.MaxValue ? (float)value : value;

    private static float[] Sample(float[] values, int sample, int samples) =>
        values.AsSpan(sample * (values.Length / samples), values.Length / samples).ToArray();
}
