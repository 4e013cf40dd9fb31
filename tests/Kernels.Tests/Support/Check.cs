using Fusion.Compiler.Reference;
using Fusion.Compiler.Schedule.Cpu;
using InstructionSet = Fusion.InstructionSet;

namespace Fusion.Kernels.Tests.Support;

/// <summary>Runs compiled graphs on every back end and compares them with the reference interpreter, and bit by bit with each
/// other.</summary>
internal static class Check
{
    public static IReadOnlyList<InstructionSet> Sets { get; } = [InstructionSet.Avx512, InstructionSet.Avx2, InstructionSet.Portable];

    /// <summary>Every instruction set with several numbers of threads.</summary>
    public static TheoryData<InstructionSet, int> Machines
    {
        get
        {
            var machines = new TheoryData<InstructionSet, int>();
            foreach (InstructionSet set in Sets)
                foreach (int threads in new[] { 1, 2, 5 }) machines.Add(set, threads);
            return machines;
        }
    }

    /// <param name="accumulations">The most products that one result adds up, which the tolerance scales with.</param>
    /// <param name="around">Calls what runs a network: on another thread, for instance.</param>
    public static void Graphs(IReadOnlyList<Graph> graphs, Func<Graph, int> accumulations, Func<Random, float>? input = null,
        Action<Action>? around = null)
    {
        CompiledNetwork[] networks = CompiledNetwork.Build(graphs);
        foreach (CompiledNetwork network in networks)
            Network(network, RandomWeights.Of(network.Graph, 1), (_, values) => values, accumulations(network.Graph), input, around);
    }

    /// <summary>Networks whose weights the compiler does not keep as they are.</summary>
    /// <param name="weights">What is loaded.</param>
    /// <param name="stored">What becomes of a parameter: what the reference interpreter runs with.</param>
    public static void Graphs(
        IReadOnlyList<Graph> graphs, ScheduleOptions scheduling, Func<Graph, int> accumulations, Func<Graph, StateDict> weights,
        Func<Parameter, float[], float[]> stored)
    {
        foreach (CompiledNetwork network in CompiledNetwork.Build(graphs, scheduling))
            Network(network, weights(network.Graph), stored, accumulations(network.Graph), null);
    }

    public static void Graph(Graph graph, int accumulations, Func<Random, float>? input = null) =>
        Graphs([graph], _ => accumulations, input);

    private static void Network(
        CompiledNetwork compiled, StateDict weights, Func<Parameter, float[], float[]> stored, int accumulations,
        Func<Random, float>? input,
        Action<Action>? around = null)
    {
        Graph graph = compiled.Graph;
        string what = GraphText.Print(graph);
        Dictionary<string, float[]> expected =
            graph.Parameters.ToDictionary(parameter => parameter.Name, parameter =>
            stored(parameter, weights[parameter.Name].Values.ToArray()));
        var random = new Random(2);
        input ??= random => random.NextSingle() * 2 - 1;
        const int batch = 2;
        float[][] inputs = [.. graph.Inputs
            .Select(node => Enumerable.Range(0, (int)node.Shape.Elements * batch).Select(_ => input(random)).ToArray())];
        float[][]? first = null, firstTaps = null;
        foreach (InstructionSet set in Sets)
        {
            foreach (int threads in graph.Taps.Count > 0 ? [1, 2, 5] : new[] { 1, 2 })
            {
                using Network network = compiled.Load(weights, new NetworkOptions { InstructionSet = set, Threads = threads });
                float[][] outputs = [];
                void Run() => outputs = compiled.Run(network, inputs, batch);
                if (around is null) Run();
                else around(Run);
                if (graph.Taps.Count > 0)
                {
                    float[][] taps = Taps(compiled, network, inputs, outputs, batch);
                    firstTaps ??= taps;
                    for (int i = 0; i < taps.Length; i++)
                        for (int j = 0; j < taps[i].Length; j++)
                            if (!Same(firstTaps[i][j], taps[i][j]))
                                Assert.Fail($"{set} with {threads} threads: {graph.Taps[i].Name}[{j}] is {taps[i][j]:R}; "
                                    + $"{firstTaps[i][j]:R} on {Sets[0]} with one.\n{what}");
                }
                if (first is null)
                {
                    first = outputs;
                    for (int sample = 0; sample < batch; sample++)
                        Compare(graph, expected, inputs, [.. outputs, .. firstTaps ?? []], sample, batch, accumulations, what);
                    continue;
                }
                for (int i = 0; i < outputs.Length; i++)
                    for (int j = 0; j < outputs[i].Length; j++)
                        if (!Same(first[i][j], outputs[i][j]))
                            Assert.Fail($"{set} with {threads} threads: {graph.Outputs[i].Name}[{j}] is {outputs[i][j]:R}; "
                                + $"{first[i][j]:R} on {Sets[0]} with one.\n{what}");
            }
        }
    }

    /// <summary>The taps of a batch, sample by sample. The results are those of the batch, and another run does not disturb
    /// them.</summary>
    private static float[][] Taps(CompiledNetwork compiled, Network network, float[][] inputs, float[][] outputs, int batch)
    {
        Graph graph = compiled.Graph;
        float[][] taps = [.. graph.Taps.Select(tap => new float[batch * graph.Nodes[tap.Node].Shape.Elements])];
        for (int sample = 0; sample < batch; sample++)
        {
            float[][] one = [.. inputs.Select(values => Sample(values, sample, batch))];
            float[][] results = compiled.Outputs(0, 1);
            float[][] other = [.. one.Select(values => values.Select(value => value + 1).ToArray())];
            float[][] found = compiled.RunTapped(network, -1, one, results, () => compiled.Run(network, other));
            for (int i = 0; i < found.Length; i++) found[i].CopyTo(taps[i], sample * found[i].Length);
            for (int i = 0; i < results.Length; i++)
                Assert.True(results[i].Zip(Sample(outputs[i], sample, batch), Same).All(same => same), $"Result {i} of sample {sample}.");
        }
        return taps;
    }

    /// <summary>Equal bits; one NaN is as good as another.</summary>
    private static bool Same(float left, float right) =>
        BitConverter.SingleToInt32Bits(left) == BitConverter.SingleToInt32Bits(right) || (float.IsNaN(left) && float.IsNaN(right));

    private static void Compare(Graph graph, Dictionary<string, float[]> weights, float[][] inputs, float[][] outputs, int sample,
        int batch, int accumulations, string what)
    {
        var named = graph.Inputs.Select((node, i) => (((Input)node.Operation).Name, Values: Sample(inputs[i], sample, batch)))
            .ToDictionary(pair => pair.Name, pair => Array.ConvertAll(pair.Values, value => (double)value));
        var values = ReferenceInterpreter.RunAll(
            graph, name => Array.ConvertAll(weights[name], value => (double)value), named);
        (string Name, int Node)[] shown =
            [.. graph.Outputs.Select(output => (output.Name, output.Node)), .. graph.Taps.Select(tap => (tap.Name, tap.Node))];
        for (int i = 0; i < outputs.Length; i++)
        {
            double[] reference = [.. values[shown[i].Node].Values.Select(InRange)];
            float[] found = Sample(outputs[i], sample, batch);
            double largest = reference.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
            double tolerance = (4 + accumulations) * Math.Pow(2, -23) * largest;
            for (int j = 0; j < reference.Length; j++)
            {
                bool fits = double.IsNaN(reference[j]) ? float.IsNaN(found[j])
                    : double.IsInfinity(reference[j]) ? found[j] == reference[j]
                    : Math.Abs(found[j] - reference[j]) <= tolerance;
                // The text is made only where it is needed: values are many.
                if (!fits)
                    Assert.Fail(
                        $"{shown[i].Name}[{j}] of sample {sample} is {found[j]:R}; {reference[j]:R} ± {tolerance:E2} was " +
                        $"expected.\n{what}");
            }
        }
    }

    /// <summary>What is too large for a float is infinite.</summary>
    private static double InRange(double value) => Math.Abs(value) > float.MaxValue ? (float)value : value;

    private static float[] Sample(float[] values, int sample, int batch) =>
        values.AsSpan(sample * (values.Length / batch), values.Length / batch).ToArray();
}
