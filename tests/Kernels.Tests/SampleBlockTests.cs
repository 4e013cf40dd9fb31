using Fusion.Compiler.Schedule.Cpu;
using Fusion.Kernels.Tests.Support;
using InstructionSet = Fusion.InstructionSet;

namespace Fusion.Kernels.Tests;

/// <summary>Networks of vectors take the samples of a batch in blocks, and give the bits that they give for each alone.</summary>
public sealed class SampleBlockTests
{
    private static readonly int[] s_batches = [1, 2, 7, 8, 9, 10, 11, 15, 31, 32, 33, 40, 71];

    private static readonly Graph[] s_inBlocks =
    [
        Build.Graph("Perceptron", g => g.Output("y", g.Linear(g.Relu(g.Linear(g.Input("x", 30), 64)), 3))),
        // Weights that come from memory, in narrower panels.
        Build.Graph("Wide", g => g.Output("y", g.Linear(g.Relu(g.Linear(g.Input("x", 600), 500)), 33))),
        Build.Graph("Deep", g => g.Output("y", g.Linear(g.Input("x", 3000), 70))),
        Build.Graph("Norms", g =>
        {
            int x = g.Relu(g.Norm(g.Linear(g.Input("x", 40), 72, bias: false)));
            x = g.Add(new LayerNorm("ln"), g.Linear(x, 50));
            x = g.Add(new PRelu("p"), g.Linear(g.Add(new RmsNorm("rn"), x), 24));
            g.Output("y", g.Add(new Softmax(), g.Linear(g.Add(new Normalize(), x), 19)));
        }),
        Build.Graph("Pieces", g =>
        {
            int x = g.Input("x", 48);
            int left = g.Linear(g.Slice(x, 0, 20), 33), right = g.Add(new Gelu(), g.Linear(g.Slice(x, 20, 28), 31));
            g.Output("y", g.Concat(right, g.Add(new ChannelShuffle(3), left), x));
            g.Output("mean", g.Add(new Reduce(PoolMode.Average, ReducedAxes.Channels), left));
        }),
        Build.Graph("TwoInputs", g =>
        {
            int x = g.Input("x", 100), z = g.Input("z", 60);
            int gate = g.Add(new Sigmoid(), g.Linear(z, 100));
            int hidden = g.Sum(g.Product(gate, x), x);
            g.Output("y", g.Linear(hidden, 20));
            g.Output("gate", gate);
        }),
        // A gate of one value.
        Build.Graph("Broadcast", g =>
        {
            int x = g.Linear(g.Input("x", 17), 40);
            g.Output("y", g.Product(x, g.Add(new Sigmoid(), g.Linear(x, 1))));
        }),
        // As images of handwritten digits are.
        Build.Graph("Image", g => g.Output("y", g.Linear(g.Relu(g.Linear(g.Add(new Flatten(), g.Input("x", 7, 5, 1)), 40)), 10))),
        Build.Graph("Positions", g => g.Output("y", g.Linear(g.Relu(g.Linear(g.Input("x", 3, 24), 40)), 9))),
        Build.Graph("Reshaped", g => g.Output("y", g.Linear(g.Add(new Reshape([2, 18]), g.Linear(g.Input("x", 20), 36)), 5))),
        // Parameters that are values: of all channels, or one for all.
        Build.Graph("Parameters", g =>
        {
            int scale = g.Add(new ParameterValue("scale", [40])), shift = g.Add(new ParameterValue("shift", [1]));
            int x = g.Product(g.Linear(g.Input("x", 24), 40), scale);
            g.Output("y", g.Linear(g.Sum(g.Relu(x), g.Add(new Exp(), shift)), 9));
        }),
        Build.Graph("ParametersOfPositions", g =>
        {
            int scale = g.Add(new ParameterValue("scale", [24]));
            g.Output("y", g.Linear(g.Product(g.Input("x", 3, 24), scale), 9));
        }),
        Build.Graph("Narrow", g => g.Output("y", g.Linear(g.Add(new Tanh(), g.Linear(g.Input("x", 3), 5)), 1))),
    ];

    private static readonly Graph[] s_oneByOne =
    [
        Build.Graph("Neighbours", g => g.Output("y", g.Conv(g.Input("x", 2, 2, 8), 16, 3))),
        Build.Graph("Mean", g => g.Output("y", g.Linear(g.Mean(g.Input("x", 2, 16)), 8))),
        Build.Graph("ManyPositions", g => g.Output("y", g.Linear(g.Input("x", 5, 16), 8))),
        // The channels of an image are laid out anew.
        Build.Graph("Flatten", g => g.Output("y", g.Linear(g.Add(new Flatten(), g.Input("x", 2, 2, 3)), 8))),
        Build.Graph("Scan", g => g.Output("y", g.Linear(g.Add(new CumulativeSum(2), g.Input("x", 4, 16)), 8))),
        Build.Graph("Embedding", g =>
            g.Output("y", g.Linear(g.Sum(g.Input("x", 3, 16), g.Add(new ParameterValue("places", [3, 16]))), 8))),
        Build.Graph("Appended", g =>
            g.Output("y", g.Linear(g.Concat(g.Input("x", 16), g.Add(new ParameterValue("token", [16]))), 8))),
        Build.Graph("Spread", g =>
            g.Output("y", g.Linear(g.Product(g.Linear(g.Input("x", 16), 1), g.Add(new ParameterValue("p", [16]))), 8))),
        Build.Graph("Constant", g =>
        {
            g.Output("y", g.Linear(g.Input("x", 16), 8));
            g.Output("z", g.Add(new Exp(), g.Add(new ParameterValue("p", [16]))));
        }),
        Build.Graph("NoWeights", g => g.Output("y", g.Relu(g.Input("x", 16)))),
        Build.Graph("Groups", g => g.Output("y", g.Add(new GroupNorm("n", 2), g.Linear(g.Input("x", 16), 8)))),
    ];

    private static readonly CompiledNetwork[] s_networks = CompiledNetwork.Build(s_inBlocks);

    private static readonly CompiledNetwork[] s_narrow = CompiledNetwork.Build(s_inBlocks,
        ScheduleOptions.Default with { Weights = Compiler.WeightStorage.BFloat16, LeastNarrowWeights = 1 });

    [Fact]
    public void Networks_of_vectors_have_blocks()
    {
        Assert.All(s_networks, network => Assert.Contains("blocks: [new(", network.Source, StringComparison.Ordinal));
        Assert.All(CompiledNetwork.Build(s_oneByOne),
            network => Assert.DoesNotContain("blocks: [", network.Source, StringComparison.Ordinal));
    }

    [Fact]
    public void The_plan_says_what_stands_in_the_way()
    {
        string Plan(string name) => CompiledNetwork.Build(s_oneByOne.First(graph => graph.Name == name)).Source;
        Assert.Contains("one by one: GroupNorm", Plan("Groups"), StringComparison.Ordinal);
        Assert.Contains("one by one: Concat", Plan("Appended"), StringComparison.Ordinal);
        Assert.DoesNotContain("In batches", Plan("ManyPositions"), StringComparison.Ordinal);
        Assert.Contains("In batches, 32 or 8 samples", s_networks[0].Source, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Check.Machines), MemberType = typeof(Check))]
    public void Batches_have_the_bits_of_single_samples(InstructionSet set, int threads)
    {
        foreach (CompiledNetwork compiled in s_networks.Concat(s_narrow))
        {
            using Network network = compiled.Load(
                RandomWeights.Of(compiled.Graph, 1), new NetworkOptions { InstructionSet = set, Threads = threads });
            foreach (int batch in s_batches)
                Samples.CompareWithBatch(compiled, network, Samples.Inputs(compiled.Graph, batch, seed: batch), batch);
        }
    }

    [Fact]
    public void Single_samples_are_right() => Check.Graphs(s_inBlocks, _ => 3000);

    [Fact]
    public void Numbers_that_are_none_stay_in_their_sample()
    {
        foreach (CompiledNetwork compiled in s_networks)
        {
            using Network network = compiled.Load(RandomWeights.Of(compiled.Graph, 1), new NetworkOptions { Threads = 1 });
            float[][] inputs = Samples.Inputs(compiled.Graph, 40, seed: 40);
            float[] values = inputs[0];
            int perSample = values.Length / 40;
            (values[3 * perSample], values[17 * perSample], values[^1]) = (float.NaN, float.PositiveInfinity, float.NegativeInfinity);
            Samples.CompareWithBatch(compiled, network, inputs, 40);
        }
    }

    [Fact]
    public void Results_may_replace_inputs()
    {
        Graph graph = Build.Graph("InPlace", g =>
        {
            int x = g.Input("x", 100);
            g.Output("y", g.Slice(g.Sum(g.Linear(g.Relu(g.Linear(x, 60)), 100), x), 0, 100));
        });
        CompiledNetwork compiled = CompiledNetwork.Build(graph);
        Assert.Contains("blocks: [new(", compiled.Source, StringComparison.Ordinal);
        using Network network = compiled.Load(RandomWeights.Of(graph, 1), new NetworkOptions { Threads = 2 });
        float[][] inputs = Samples.Inputs(graph, 70, seed: 70);
        float[][] expected = compiled.Run(network, inputs, 70);
        compiled.Run(network, inputs, inputs);
        Assert.Equal(expected[0], inputs[0]);
    }

    [Fact]
    public void Every_size_has_blocks_of_its_own()
    {
        Graph Of(int positions) => Build.Graph("Sized", g => g.Output("y", g.Linear(g.Relu(g.Linear(g.Input("x", positions, 24), 40)), 9)));
        Graph[] sizes = [Of(1), Of(7), Of(2)];
        CompiledNetwork compiled = CompiledNetwork.BuildSizes(sizes);
        using Network network = compiled.Load(RandomWeights.Of(sizes[0], 1), new NetworkOptions { Threads = 1 });
        for (int size = 0; size < sizes.Length; size++)
        {
            float[][] inputs = Samples.Inputs(sizes[size], 41, seed: 41);
            float[] together = compiled.RunAt(network, size, inputs, 41)[0];
            for (int i = 0; i < 41; i++)
                Assert.Equal(compiled.RunAt(network, size, [Samples.One(inputs[0], i, 41)])[0], Samples.One(together, i, 41));
        }
    }

    [Fact]
    public void Bytes_are_taken_in_blocks()
    {
        CompiledNetwork compiled = s_networks.First(network => network.TakesBytes);
        using Network network = compiled.Load(RandomWeights.Of(compiled.Graph, 1), new NetworkOptions { Threads = 1 });
        byte[] images = new byte[41 * compiled.Graph.Inputs.Single().Shape.Elements];
        new Random(3).NextBytes(images);
        float[] expected = compiled.Run(network, [Array.ConvertAll(images, value => value * (1 / 255f))], 41)[0];
        float[] found = new float[expected.Length];
        compiled.RunBytes(network, images, [found]);
        Assert.Equal(expected, found);
    }

    [Fact]
    public void Channels_first_makes_no_difference_to_vectors()
    {
        CompiledNetwork[] compiled = CompiledNetwork.Build([s_inBlocks[0] with { Layout = Compiler.Layout.Nchw }, s_inBlocks[0]]);
        float[][] inputs = Samples.Inputs(s_inBlocks[0], 33, seed: 33);
        float[][] results = [.. compiled.Select(each =>
        {
            using Network network = each.Load(RandomWeights.Of(each.Graph, 1), new NetworkOptions { Threads = 1 });
            return each.Run(network, inputs, 33)[0];
        })];
        Assert.Equal(results[1], results[0]);
        Assert.Contains("blocks: [new(", compiled[0].Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_sample_is_counted_in_the_profile()
    {
        CompiledNetwork compiled = s_networks[0];
        using Network network = compiled.Load(
            RandomWeights.Of(compiled.Graph, 1), new NetworkOptions { Threads = 1, Profile = true });
        compiled.Run(network, Samples.Inputs(compiled.Graph, 71, seed: 71), 71);
        Assert.Equal(network.Info.Variants[0].Kernels.Count, network.Profile!.Kernels.Count);
        Assert.All(network.Profile.Kernels, kernel => Assert.Equal(71, kernel.Count));
    }
}
