using Fusion.Compiler.Reference;
using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Taps of networks that were compiled: what they show at every size, of bytes, and where the caller has the value.</summary>
public sealed class TapTests
{
    private static readonly CompiledNetwork s_sizes = CompiledNetwork.BuildSizes(Sized(6, 10), Sized(10, 6), Sized(13, 5));

    private static readonly CompiledNetwork s_alone = CompiledNetwork.Build(Sized(12, 12));

    [Fact]
    public void A_tap_at_every_value_of_building_blocks() =>
        Check.Graphs([.. Networks.All.Select((graph, i) => All(graph with { Name = $"All{i}" }))], _ => 1500);

    [Fact]
    public void Before_and_behind_an_activation_around_a_padding_layer_and_in_bands() => Check.Graphs(
        [
            All(Build.Graph("Halo", g => g.Output("y", g.Conv(g.ConvNormRelu(g.Input("x", 9, 7, 5), 20, 3), 6, 5)))),
            All(Build.Graph("Winograd", g => g.Output("y", g.ConvNormRelu(g.ConvNormRelu(g.Input("x", 13, 14, 32), 48, 3), 32, 3)))),
            All(Build.Graph("Bands", g =>
                g.Output("y", g.ConvNorm(g.ConvNormRelu(g.ConvNormRelu(g.Input("x", 92, 92, 4), 32, 1), 32, 3, groups: 32), 8, 1)))),
            All(Build.Graph("Caller", g =>
            {
                int x = g.Input("x", 6, 5, 16), y = g.Relu(x), z = g.Add(new Tanh(), g.Slice(g.Concat(y, x), 16, 16));
                g.Output("y", y);
                g.Output("z", z);
            })),
            All(Build.Graph("Frames", g => g.Output("y", g.Relu(g.Conv(g.Input("x", 3, 6, 5, 4), 7, 3))))),
        ],
        _ => 1500);

    [Theory]
    [MemberData(nameof(Check.Machines), MemberType = typeof(Check))]
    public void Every_size_shows_its_own(InstructionSet set, int threads)
    {
        StateDict weights = RandomWeights.Of(s_sizes.Graph, 1);
        using Network network = s_sizes.Load(weights, new NetworkOptions { InstructionSet = set, Threads = threads });
        for (int size = 0; size < s_sizes.Sizes.Count; size++)
        {
            Graph graph = s_sizes.Sizes[size];
            Assert.Equal(graph.Taps.Select(tap => tap.Name), network.Info.Variants[size].Taps.Select(tap => tap.Name));
            Assert.Equal(
                graph.Taps.Select(tap => graph.Nodes[tap.Node].Shape.ToString()),
                network.Info.Variants[size].Taps.Select(tap => $"({string.Join(", ", tap.Dimensions)})"));
            float[] input = Input(graph);
            float[][] taps = s_sizes.RunTapped(network, size, [input], s_sizes.Outputs(size, 1));
            Compare(graph, weights, input, taps);
            // Of the lengths, only those of the last size are its own.
            if (size == 2) Assert.Equal(taps, s_sizes.RunTapped(network, -1, [input], s_sizes.Outputs(size, 1)));
            else Assert.Throws<ArgumentException>(() => s_sizes.RunTapped(network, -1, [input], s_sizes.Outputs(size, 1)));
        }
    }

    [Fact]
    public void Of_bytes_as_of_the_floats_that_they_become()
    {
        using Network network = s_alone.Load(RandomWeights.Of(s_alone.Graph, 1), new NetworkOptions());
        byte[] image = [.. Enumerable.Range(0, 12 * 12 * 3).Select(i => (byte)(i * 37))];
        float[][] ofBytes = s_alone.Outputs(0, 1), ofFloats = s_alone.Outputs(0, 1);
        float[][] taps = s_alone.RunTappedBytes(network, image, ofBytes);
        float[] input = taps[0];
        Assert.Equal(image.Select(value => value / 255.0), input.Select(value => (double)value), (x, y) => Math.Abs(x - y) < 1e-6);
        Assert.Equal(s_alone.RunTapped(network, -1, [input], ofFloats), taps);
        Assert.Equal(ofFloats, ofBytes);
    }

    [Fact]
    public void A_batch_is_refused()
    {
        using Network network = s_alone.Load(RandomWeights.Of(s_alone.Graph, 1), new NetworkOptions());
        var refusal = Assert.Throws<ArgumentException>(() =>
            s_alone.RunTapped(network, -1, [new float[2 * 12 * 12 * 3]], s_alone.Outputs(0, 2)));
        Assert.StartsWith(
            "x: 864 values were given; 432 were expected, because a run with taps takes exactly one sample.", refusal.Message);
    }

    [Fact]
    public void A_network_without_taps_has_no_second_way_to_run()
    {
        string source = CompiledNetwork.Build(Sized(12, 12) with { Taps = [] }).Source;
        Assert.DoesNotContain("Tapped", source);
        Assert.DoesNotContain("Taps", source);
    }

    private static Graph All(Graph graph) =>
        graph with { Taps = [.. graph.Nodes.Select(node => new GraphTap($"Tap{node.Id}", node.Id))] };

    private static Graph Sized(int height, int width)
    {
        Graph graph = Build.Graph("Sized", g =>
        {
            int x = g.SqueezeExcite(g.ConvNormRelu(g.Input("x", height, width, 3), 16, 3), 4);
            g.Output("y", g.Linear(g.Mean(x), 5));
        });
        return All(graph);
    }

    private static float[] Input(Graph graph)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, (int)graph.Inputs.First().Shape.Elements).Select(_ => random.NextSingle() * 2 - 1)];
    }

    private static void Compare(Graph graph, StateDict weights, float[] input, float[][] taps)
    {
        var values = ReferenceInterpreter.RunAll(
            graph, name => Array.ConvertAll(weights[name].Values.ToArray(), value => (double)value),
            new Dictionary<string, double[]> { ["x"] = Array.ConvertAll(input, value => (double)value) });
        for (int i = 0; i < taps.Length; i++)
        {
            double[] expected = values[graph.Taps[i].Node].Values;
            double largest = expected.Max(Math.Abs);
            Assert.Equal(expected.Length, taps[i].Length);
            for (int j = 0; j < expected.Length; j++) Assert.Equal(expected[j], taps[i][j], 2e-5 * largest);
        }
    }
}
