using Fusion.Kernels.Tests.Support;
using InstructionSet = Fusion.InstructionSet;
using Memory = Fusion.Compiler.Layout;

namespace Fusion.Kernels.Tests;

/// <summary>Networks whose caller has the channels first give the bits of the same networks whose caller has them last.</summary>
public sealed class ChannelsFirstTests
{
    private static readonly Graph[] s_graphs =
    [
        .. Networks.All,
        .. Enumerable.Range(0, 20).Select(i => RandomGraph.Create(new Random(300 + i), $"Random{i}")),
        .. Enumerable.Range(0, 20).Select(i => RandomGraph.CreateSmall(new Random(300 + i), $"Small{i}")),
        .. Enumerable.Range(0, 10).Select(i =>
            RandomGraph.WithTaps(new Random(400 + i), RandomGraph.Create(new Random(400 + i), $"Tapped{i}"))),
        // Every remainder of channels and pixels by four; more than a block of channels; one channel, one pixel.
        .. new[] { 1, 2, 3, 4, 5, 6, 7, 16, 17, 35 }.SelectMany(channels =>
            new[] { 1, 3, 4, 5, 8, 11 }.Select(width => Twice(channels, 3, width, channels))),
        .. new[] { 63, 64, 65, 129, 200 }.Select(length => Twice(length, length, 6)),
        Twice(1, 300, 1),
        Twice(2, 1, 1, 33),
        Twice(3, 2, 3, 5, 6),
        Twice(4, 12),
        Build.Graph("Frames", g => g.Output("y", g.Conv(g.Input("x", 3, 6, 5, 4), 7, 3))),
        Build.Graph("Text", g => g.Output("y", g.Linear(g.Conv(g.Input("x", 130, 5), 9, 3), 3))),
        Build.Graph("Same", g =>
        {
            int x = g.Input("x", 4, 5, 6);
            g.Output("x2", x);
            g.Output("part", g.Slice(x, 2, 3));
            g.Output("whole", g.Concat(x, g.Relu(x)));
            g.Output("other", g.Add(new Reshape([5, 24]), x));
            g.Output("flat", g.Add(new Flatten(), x));
        }),
        Build.Graph("Seen", g =>
        {
            // What one shape leaves in the caller's memory, another must not read there.
            int x = g.Relu(g.Input("x", 1, 1, 96));
            g.Output("y", x);
            g.Output("z", g.Add(new Reshape([4, 4, 6]), x));
            g.Output("w", g.Add(new Reshape([6, 16]), x));
        }),
    ];

    private static readonly CompiledNetwork[] s_last = CompiledNetwork.Build(s_graphs);

    private static readonly CompiledNetwork[] s_first = CompiledNetwork.Build([.. s_graphs.Select(Turned)]);

    [Theory]
    [MemberData(nameof(Check.Machines), MemberType = typeof(Check))]
    public void Compute_the_same_bits(InstructionSet set, int threads)
    {
        foreach (var (last, first) in s_last.Zip(s_first))
        {
            StateDict weights = RandomWeights.Of(last.Graph, 1);
            var options = new NetworkOptions { InstructionSet = set, Threads = threads };
            using Network expected = last.Load(weights, options), network = first.Load(weights, options);
            foreach (int batch in new[] { 1, 3 })
            {
                float[][] inputs = Inputs(last.Graph, batch);
                float[][] turned = [.. last.Graph.Inputs.Select((node, i) => First(inputs[i], node.Shape))];
                AssertSame(last.Graph, last.Run(expected, inputs, batch), first.Run(network, turned, batch));
                if (batch > 1 || last.Graph.Taps.Count == 0) continue;
                Assert.Equal(
                    last.RunTapped(expected, -1, inputs, last.Outputs(0, 1)), first.RunTapped(network, -1, turned, first.Outputs(0, 1)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Check.Machines), MemberType = typeof(Check))]
    public void Images_in_bytes_have_their_channels_last(InstructionSet set, int threads)
    {
        int images = 0;
        foreach (var (last, first) in s_last.Zip(s_first).Where(pair => pair.First.TakesBytes))
        {
            Assert.True(first.TakesBytes);
            StateDict weights = RandomWeights.Of(last.Graph, 1);
            var options = new NetworkOptions { InstructionSet = set, Threads = threads };
            using Network expected = last.Load(weights, options), network = first.Load(weights, options);
            byte[] image = new byte[2 * last.Graph.Inputs.Single().Shape.Elements];
            new Random(3).NextBytes(image);
            float[][] wanted = last.Outputs(0, 2), found = first.Outputs(0, 2);
            last.RunBytes(expected, image, [.. wanted.Select(values => values.AsMemory())]);
            first.RunBytes(network, image, [.. found.Select(values => values.AsMemory())]);
            AssertSame(last.Graph, wanted, found);
            images++;
        }
        Assert.InRange(images, 20, int.MaxValue);
    }

    [Fact]
    public void Sizes_are_named_as_they_are_declared()
    {
        Graph[] sizes = [.. new[] { (4, 6), (6, 4) }.Select(size =>
            Build.Graph("Sized", g => g.Output("y", g.Conv(g.Input("x", size.Item1, size.Item2, 3), 5, 3))))];
        CompiledNetwork last = CompiledNetwork.BuildSizes(sizes), first = CompiledNetwork.BuildSizes([.. sizes.Select(Turned)]);
        StateDict weights = RandomWeights.Of(sizes[0], 1);
        using Network expected = last.Load(weights, new NetworkOptions()), network = first.Load(weights, new NetworkOptions());
        for (int size = 0; size < 2; size++)
        {
            float[][] inputs = Inputs(sizes[size], 2);
            AssertSame(sizes[size], last.RunAt(expected, size, inputs, 2),
                first.RunAt(network, size, [First(inputs[0], sizes[size].Inputs.Single().Shape)], 2));
            Assert.Equal([3, .. sizes[size].Inputs.Single().Shape.Spatial], network.Info.Variants[size].Inputs[0].Dimensions);
            Assert.Equal(3, network.Info.Variants[size].Inputs[0].Channels);
            Assert.Equal([5, .. sizes[size].Inputs.Single().Shape.Spatial], network.Info.Variants[size].Outputs[0].Dimensions);
        }
        var ambiguous = Assert.Throws<ArgumentException>(() =>
            first.Run(network, [new float[72]], first.Outputs(0, 1)));
        Assert.Contains("(4, 6, 3) with one sample, (6, 4, 3) with one sample", ambiguous.Message);
    }

    [Fact]
    public void Vectors_and_values_of_one_channel_are_not_copied()
    {
        Graph graph = Build.Graph("Vectors", g => g.Output("y", g.Relu(g.Linear(g.Input("x", 32), 32))));
        Assert.Equal(Titles(graph), Titles(Turned(graph)));
        Graph plane = Build.Graph("Plane", g => g.Output("y", g.Relu(g.Input("x", 16, 16, 1))));
        Assert.Equal(Titles(plane), Titles(Turned(plane)));
        Graph image = Build.Graph("Image", g => g.Output("y", g.Linear(g.Mean(g.Conv(g.Input("x", 16, 16, 3), 16, 3)), 10)));
        Assert.Equal(Titles(image).Length, Titles(Turned(image)).Length);
    }

    private static string[] Titles(Graph graph) =>
        [.. NetworkCompiler.Plan(new("", [], "Net", ""), [graph]).Targets[0].Variants[0].Plans[0].Kernels.Select(kernel => kernel.Title)];

    private static Graph Turned(Graph graph) => graph with { Layout = Memory.Nchw };

    /// <summary>An input that a kernel pads, and a result of its own; both of the shape.</summary>
    private static Graph Twice(int number, params int[] shape) => Build.Graph($"Twice{number}_{string.Join("x", shape)}", g =>
    {
        int x = g.Input("x", shape);
        g.Output("y", shape.Length == 1 ? g.Relu(x) : g.Conv(x, shape[^1], 3));
        g.Output("z", g.Sum(x, g.Relu(x)));
    });

    private static float[][] Inputs(Graph graph, int batch)
    {
        var random = new Random(2);
        return
        [
            .. graph.Inputs.Select(node =>
                Enumerable.Range(0, (int)node.Shape.Elements * batch).Select(_ => random.NextSingle() * 2 - 1).ToArray()),
        ];
    }

    /// <summary>Samples with their channels last, as they are with the channels first.</summary>
    private static float[] First(float[] values, Shape shape)
    {
        int channels = shape.Channels, pixels = shape.Pixels;
        float[] turned = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int sample = i / (channels * pixels), pixel = i / channels % pixels, channel = i % channels;
            turned[(sample * channels + channel) * pixels + pixel] = values[i];
        }
        return turned;
    }

    private static void AssertSame(Graph graph, float[][] last, float[][] first)
    {
        for (int i = 0; i < last.Length; i++)
        {
            float[] expected = First(last[i], graph.Nodes[graph.Outputs[i].Node].Shape);
            Assert.True(
                expected.Select(BitConverter.SingleToInt32Bits).SequenceEqual(first[i].Select(BitConverter.SingleToInt32Bits)),
                $"{graph.Outputs[i].Name} of\n{GraphText.Print(graph)}");
        }
    }
}
