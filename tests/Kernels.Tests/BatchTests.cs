using Fusion.Kernels.Tests.Support;
using InstructionSet = Fusion.InstructionSet;

namespace Fusion.Kernels.Tests;

/// <summary>Batches: the samples go side by side through the last layers, and have the bits that they have one by one.</summary>
public sealed class BatchTests
{
    private static readonly Graph[] s_withTail =
    [
        Build.Graph("Classifier", g =>
        {
            int x = g.Relu(g.Conv(g.Input("x", 8, 8, 16), 256, 1));
            x = g.Relu(g.Linear(g.Mean(x), 1024));
            g.Output("y", g.Add(new Softmax(), g.Linear(x, 200)));
        }),
        // No layer comes before the tail.
        Build.Graph("Perceptron", g => g.Output("y", g.Linear(g.Relu(g.Linear(g.Input("x", 784), 500)), 10))),
        Build.Graph("OneLayer", g => g.Output("y", g.Linear(g.Input("x", 1000), 300))),
        Build.Graph("Outputs", g =>
        {
            // The features are a result of the layers before, and read by those of the tail.
            int features = g.Mean(g.Relu(g.Conv(g.Input("x", 7, 5, 8), 300, 3)));
            g.Output("features", features);
            int hidden = g.Relu(g.Linear(features, 900));
            g.Output("left", g.Linear(hidden, 33));
            g.Output("right", g.Add(new Sigmoid(), g.Linear(hidden, 70)));
        }),
        Build.Graph("Gated", g =>
        {
            // Both inputs are read in the tail, one of them before, too.
            int x = g.Input("x", 300), z = g.Input("z", 4, 4, 300);
            int gate = g.Add(new Sigmoid(), g.Linear(g.Relu(g.Linear(g.Mean(z), 600)), 300));
            g.Output("y", g.Linear(g.Sum(g.Product(gate, x), x), 20));
        }),
    ];

    private static readonly Graph[] s_without =
    [
        // Few weights, or large values.
        Build.Graph("Few", g => g.Output("y", g.Linear(g.Mean(g.Conv(g.Input("x", 8, 8, 16), 32, 3)), 10))),
        Build.Graph("Large", g => g.Output("y", g.Conv(g.Input("x", 16, 16, 512), 512, 1))),
        // Each value of the input may be replaced by its result.
        Build.Graph("InPlace", g =>
        {
            int x = g.Input("x", 512);
            g.Output("y", g.Sum(g.Add(new Softmax(), g.Linear(g.Relu(g.Linear(x, 600)), 512)), x));
        }),
    ];

    private static readonly CompiledNetwork[] s_networks = CompiledNetwork.Build(s_withTail);

    [Fact]
    public void Large_last_layers_are_the_tail_of_a_batch()
    {
        Assert.All(s_networks, network => Assert.Contains("runner.JoinSamples(", network.Source, StringComparison.Ordinal));
        Assert.All(CompiledNetwork.Build(s_without),
            network => Assert.DoesNotContain("JoinSamples", network.Source, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Check.Machines), MemberType = typeof(Check))]
    public void Batches_have_the_bits_of_single_samples(InstructionSet set, int threads)
    {
        foreach (CompiledNetwork compiled in s_networks)
        {
            var options = new NetworkOptions { InstructionSet = set, Threads = threads };
            using Network network = compiled.Load(RandomWeights.Of(compiled.Graph, 1), options);
            foreach (int batch in new[] { 1, 2, 7, 8, 9, 16, 19 })
                Samples.CompareWithBatch(compiled, network, Samples.Inputs(compiled.Graph, batch, batch), batch);
        }
    }

    [Fact]
    public void Many_batches_at_once_have_their_own_memory()
    {
        CompiledNetwork compiled = s_networks[3];
        using Network network = compiled.Load(RandomWeights.Of(compiled.Graph, 1), new NetworkOptions { Threads = 2 });
        float[][][] inputs = [.. Enumerable.Range(1, 12).Select(batch => Samples.Inputs(compiled.Graph, batch, batch))];
        float[][][] expected = [.. inputs.Select((values, i) => compiled.Run(network, values, i + 1))];
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, run =>
        {
            int i = run % inputs.Length;
            float[][] found = compiled.Run(network, inputs[i], i + 1);
            for (int output = 0; output < found.Length; output++) Assert.Equal(expected[i][output], found[output]);
        });
    }
}
