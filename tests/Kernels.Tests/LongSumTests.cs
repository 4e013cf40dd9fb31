using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Sums of very many terms: as exact as floats allow, whatever their length, and with the same bits everywhere.</summary>
public sealed class LongSumTests
{
    /// <summary>Of equal numbers, relative.</summary>
    private const double Promised = 1e-6;

    /// <summary>Numbers whose partial sums round up, down, and not at all.</summary>
    private static readonly float[] s_numbers = [1, 0.1f, 1 / 3f, 1.9999999f];

    [Fact]
    public void Means_of_equal_numbers()
    {
        Graph[] graphs =
        [
            Build.Single(new GlobalPool(PoolMode.Average), 480_000, 4),
            Build.Single(new GlobalPool(PoolMode.Average), 20_000_000, 1),
            Build.Single(new GlobalPool(PoolMode.Average), 3_300, 3_050, 1),
            Build.Single(new GlobalPool(PoolMode.Average), 300, 40, 1_000, 1),
            Build.Single(new AveragePool([5_000_000], [2_500_000], [3]), 10_000_000, 1),
            Build.Single(new AveragePool([2_000, 1_000], [1_000, 1_000], [0, 0]), 2_000, 3_000, 2),
            Build.Single(new GlobalPool(PoolMode.Average), 65, 3),
            Build.Single(new GlobalPool(PoolMode.Average), 200, 250, 3),
            Build.Single(new AveragePool([9, 9], [9, 9], [0, 0]), 45, 54, 3),
            Build.Single(new AveragePool([256], [100], [0]), 1_000, 17),
            // The convolution takes the sums.
            Build.Graph("Squeeze", g => g.Output("y", g.Mean(g.Conv(g.Input("x", 4_000_000, 1), 3, 1, path: "ones")))),
            Build.Graph("DepthwiseSqueeze", g => g.Output("y", g.Mean(g.Conv(g.Input("x", 1_100_000, 2), 2, 1, groups: 2, path: "ones")))),
        ];
        EqualNumbers(graphs, (_, number) => number);
    }

    /// <summary>Kernels that sum their results: blocks of few pixels and of many, rows of few and of many.</summary>
    [Theory]
    [InlineData(7, 9)]
    [InlineData(14, 14)]
    [InlineData(28, 28)]
    [InlineData(56, 56)]
    [InlineData(112, 112)]
    [InlineData(100, 1_000)]
    [InlineData(1_000, 500)]
    public void Squeezes_of_equal_numbers(int height, int width)
    {
        // Winograd's form needs 16 channels. Each result of the layers, which do not pad, is one of their inputs.
        int channels = width > 112 ? 3 : 16;
        Graph Squeeze(string name, Func<Build, int, int> layer) =>
            Build.Graph(name, g => g.Output("y", g.Mean(layer(g, g.Input("x", height + 2, width + 2, channels)))));
        int Layer(Build g, int x, int kernel, bool depthwise = false, int stride = 1) => g.Conv(
            x, depthwise ? channels : 16, kernel, stride, padding: 0, groups: depthwise ? channels : 1, path: "taps");
        EqualNumbers(
            [
                Squeeze("Pointwise", (g, x) => g.Relu(Layer(g, x, 1))),
                Squeeze("Winograd", (g, x) => g.Relu(Layer(g, x, 3))),
                Squeeze("Strided", (g, x) => g.Relu(Layer(g, x, 3, stride: 2))),
                Squeeze("Depthwise", (g, x) => g.Relu(Layer(g, x, 3, depthwise: true))),
                Squeeze("LongEpilogue", (g, x) => g.Add(new Elu(1), Layer(g, x, 3))),
                Squeeze("LongDepthwiseEpilogue", (g, x) => g.Add(new Elu(1), Layer(g, x, 3, depthwise: true))),
            ],
            (_, number) => number);
    }

    /// <summary>The zeros around the input that count are more than 32, or 64, bits hold.</summary>
    [Theory]
    [InlineData(50_001, 2)]
    [InlineData(46_341, 2)]
    [InlineData(2_000_001, 3)]
    [InlineData(500_000_001, 3)]
    public void Means_of_windows_that_are_mostly_padding(int kernel, int rank)
    {
        int[] size = [.. Enumerable.Repeat(4, rank), 3], one = [.. Enumerable.Repeat(1, rank)];
        int[] kernels = [.. Enumerable.Repeat(kernel, rank)], padding = [.. Enumerable.Repeat(kernel / 2, rank)];
        EqualNumbers(
            [Build.Single(new AveragePool([.. kernels], [.. one], [.. padding]), size)],
            (_, number) => number * Math.Pow(4, rank) / Math.Pow(kernel, rank));
    }

    [Fact]
    public void Sums_of_equal_numbers() => EqualNumbers(
        [
            Build.Single(new GlobalPool(PoolMode.Sum), 10_000_000, 1),
            Build.Graph("Vgg", g => g.Output("y", g.Add(new Linear("ones", 21, true), g.Input("x", 25_088)))),
            Build.Graph("Pointwise", g => g.Output("y", g.Conv(g.Input("x", 7, 9_217), 40, 1, path: "ones"))),
            Build.Graph("Linear", g => g.Output("y", g.Add(new Linear("ones", 3, false), g.Input("x", 1_000_000)))),
            Build.Graph("Linears", g => g.Output("y", g.Add(new Linear("ones", 150, true), g.Input("x", 100_000)))),
            Build.Graph("Conv", g => g.Output("y", g.Conv(g.Input("x", 100_040, 1), 5, 100_003, padding: 0, path: "ones"))),
            Build.Graph("Frames", g => g.Output("y", g.Conv(g.Input("x", 36, 40, 42, 3), 5, 35, padding: 0, path: "ones"))),
            Build.Graph("Depthwise", g => g.Output("y", g.Conv(g.Input("x", 100_040, 3), 3, 100_003, padding: 0, groups: 3, path: "ones"))),
            Build.Single(new Conv("ones", 2, [40_001, 3], [1, 1], [1, 1], [0, 0], 2, true), 40_003, 5, 2),
        ],
        (graph, number) => number * Terms(graph));

    /// <summary>One channel is above all others, which are equal: each of them adds the same number below 1.</summary>
    [Fact]
    public void Softmax_of_many_channels()
    {
        const int channels = 4_000_003;
        float[] input = new float[channels];
        input[5] = 0.7f;
        CompiledNetwork compiled = CompiledNetwork.Build(Build.Single(new Softmax(), channels));
        float[]? first = null;
        foreach (InstructionSet set in Check.Sets)
        {
            using Network network = compiled.Load(new StateDict(), new NetworkOptions { InstructionSet = set, Threads = 2 });
            float[] found = compiled.Run(network, [input])[0];
            Assert.Equal(first ??= found, found);
        }
        double exact = 1 / (channels - 1 + Math.Exp(0.7f));
        Assert.InRange(first![0], exact * (1 - Promised), exact * (1 + Promised));
    }

    [Fact]
    public void Norm_over_many_equal_channels() => EqualNumbers(
        [.. new[] { 33, 100, 2_001 }.Select(channels =>
            Build.Single(new LocalResponseNorm(2 * channels - 1, 2 * channels - 1, 1, 0), channels))],
        (graph, number) => 1.0 / number / Terms(graph));

    /// <summary>Just below and above the limits, against the interpreter: other layouts, epilogues, squeezes that a kernel still
    /// takes.</summary>
    [Fact]
    public void Around_the_limits()
    {
        Graph[] graphs =
        [
            Build.Single(new GlobalPool(PoolMode.Average), 64, 3),
            Build.Single(new GlobalPool(PoolMode.Sum), 30, 35, 5),
            Build.Single(new Softmax(), 3, 1_024),
            Build.Single(new Softmax(), 3, 1_029),
            Build.Single(new LocalResponseNorm(64, 0.5, 0.75, 2), 2, 70),
            Build.Single(new LocalResponseNorm(65, 0.5, 0.75, 2), 2, 70),
            Build.Graph("Deep", g => g.Output("y", g.Add(new Silu(), g.Conv(g.Input("x", 9, 9_217), 19, 1)))),
            Build.Graph("Rows", g => g.Output("y", g.SqueezeExcite(g.Relu(g.Conv(g.Input("x", 60, 32, 37), 37, 3, groups: 37)), 4))),
            Build.Graph("Wide", g => g.Output("y", g.SqueezeExcite(g.Relu(g.Conv(g.Input("x", 12, 65, 37), 37, 3, groups: 37)), 4))),
            Build.Graph("Parts", g => g.Output("y", g.Mean(g.Add(new Silu(), g.Conv(g.Input("x", 3, 700, 19), 19, 3, groups: 19))))),
            Build.Graph("Tiles", g => g.Output("y", g.SqueezeExcite(g.Relu(g.Conv(g.Input("x", 31, 33, 16), 48, 3)), 4))),
            Build.Graph("LongTiles", g => g.Output("y", g.SqueezeExcite(g.Add(new Silu(), g.Conv(g.Input("x", 31, 33, 16), 48, 3)), 4))),
            Build.Graph("Panels", g => g.Output("y", g.SqueezeExcite(g.Relu(g.Conv(g.Input("x", 40, 41, 7), 117, 3, 2)), 4))),
            Build.Graph("Grouped", g => g.Output("y", g.SqueezeExcite(g.Relu(g.Conv(g.Input("x", 40, 41, 12), 36, 3, groups: 3)), 4))),
            Build.Graph("Sum", g => g.Output("y", g.Add(new GlobalPool(PoolMode.Sum), g.Conv(g.Input("x", 40, 41, 7), 21, 1)))),
            Build.Single(new GlobalPool(PoolMode.Average), 257, 3, 19),
            Build.Single(new GlobalPool(PoolMode.Sum), 256, 3, 5),
            Build.Single(new GlobalPool(PoolMode.Max), 1_000, 17),
            Build.Graph("Halo", g =>
            {
                int x = g.Input("x", 5, 270, 6);
                g.Output("y", g.Relu(g.Mean(x)));
                g.Output("z", g.Conv(x, 4, 3));
            }),
            Build.Graph("Sliced", g => g.Output("y", g.Add(new GlobalPool(PoolMode.Sum), g.Slice(g.Input("x", 700, 40), 3, 21)))),
            Build.Single(new AveragePool([17, 17], [2, 3], [8, 2], CeilMode: true), 30, 31, 9),
            Build.Single(new AveragePool([7, 7, 7], [1, 2, 3], [1, 2, 3], CountPadding: false), 8, 9, 10, 5),
            Build.Single(new Softmax(), 3, 4_096),
            Build.Single(new Softmax(), 3, 4_101),
            Build.Single(new LocalResponseNorm(300, 0.5, 0.75, 2), 2, 310),
            Build.Graph("Depthwise", g =>
                g.Output("y", g.SqueezeExcite(g.Relu(g.Conv(g.Input("x", 130, 300, 20), 20, 3, groups: 20)), 4))),
            Build.Graph("PrimeRows", g =>
                g.Output("y", g.Mean(g.Add(new Silu(), g.Conv(g.Input("x", 331, 20, 17), 17, 3, groups: 17))))),
            Build.Graph("Pixels", g => g.Output("y", g.Mean(g.Relu(g.Conv(g.Input("x", 30_000, 3), 8, 1))))),
            Build.Graph("Long", g => g.Output("y", g.Add(new Silu(), g.Conv(g.Input("x", 40, 3_300), 19, 11)))),
            Build.Graph("LongDilated", g => g.Output("y", g.Relu(g.Conv(g.Input("x", 40, 3_300), 19, 11, dilation: 2)))),
            Build.Graph("LongPointwise", g => g.Output("y", g.Relu(g.Conv(g.Input("x", 9, 33_000), 50, 1)))),
        ];
        Check.Graphs(graphs, _ => 1_000);
    }

    [Fact]
    public void Infinity_and_NaN_come_through() => Check.Graphs(
        [
            Build.Single(new GlobalPool(PoolMode.Sum), 5_000, 9),
            Build.Single(new AveragePool([300], [100], [0]), 5_000, 9),
            Build.Single(new Linear("l", 3), 2, 33_000),
        ],
        _ => 100,
        random => random.Next(20_000) switch
        {
            0 => float.NaN,
            1 => float.PositiveInfinity,
            2 => float.NegativeInfinity,
            _ => random.NextSingle(),
        });

    private static void EqualNumbers(Graph[] graphs, Func<Graph, float, double> expected)
    {
        foreach (CompiledNetwork compiled in CompiledNetwork.Build(graphs))
        {
            StateDict weights = Weights(compiled.Graph);
            float[] input = new float[compiled.Graph.Inputs.Single().Shape.Elements];
            foreach (float number in s_numbers)
            {
                Array.Fill(input, number);
                float[]? first = null;
                foreach (InstructionSet set in Check.Sets)
                {
                    using Network network = compiled.Load(weights, new NetworkOptions { InstructionSet = set, Threads = 2 });
                    float[] found = compiled.Run(network, [input])[0];
                    Assert.Equal(first ??= found, found);
                }
                double exact = expected(compiled.Graph, number), worst = first!.Max(value => Math.Abs(value - exact) / exact);
                Assert.True(worst <= Promised,
                    FormattableString.Invariant($"{compiled.Graph.Name} of {number:R}: {worst:E2}\n{GraphText.Print(compiled.Graph)}"));
            }
        }
    }

    /// <summary>Weights of 1, where the layer is called taps one of each filter, and otherwise 0.</summary>
    private static StateDict Weights(Graph graph)
    {
        var weights = new StateDict();
        foreach (Parameter parameter in graph.Parameters)
        {
            float[] values = new float[parameter.Elements];
            int step = parameter.Name.StartsWith("taps", StringComparison.Ordinal) ? (int)parameter.Elements / parameter.Dimensions[0] : 1;
            if (parameter.Kind == Compiler.Graphs.ParameterKind.Weight)
                for (int i = 0; i < values.Length; i += step) values[i] = 1;
            weights.Add(parameter.Name, [.. parameter.Dimensions], values);
        }
        return weights;
    }

    /// <summary>What one result adds up.</summary>
    private static long Terms(Graph graph) => graph.Parameters.FirstOrDefault() is { } weight
        ? weight.Dimensions.Skip(1).Aggregate(1L, (product, size) => product * size)
        : graph.Nodes[0].Shape.Elements;
}
