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
            // The convolution would take the sums; of so many pixels, a pass of its own does.
            Build.Graph("Squeeze", g => g.Output("y", g.Mean(g.Conv(g.Input("x", 4_000_000, 1), 3, 1, path: "ones")))),
            Build.Graph("DepthwiseSqueeze", g => g.Output("y", g.Mean(g.Conv(g.Input("x", 1_100_000, 2), 2, 1, groups: 2, path: "ones")))),
        ];
        EqualNumbers(graphs, (_, number) => number);
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
        [Build.Single(new LocalResponseNorm(4_001, 4_001, 1, 0), 2_001)],
        (_, number) => 1.0 / number / 2_001);

    /// <summary>Just below and above the limits, against the interpreter: other layouts, epilogues, squeezes that a kernel still
    /// takes.</summary>
    [Fact]
    public void Around_the_limits()
    {
        Graph[] graphs =
        [
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
            StateDict weights = Ones(compiled.Graph);
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

    /// <summary>Weights of 1, biases of 0.</summary>
    private static StateDict Ones(Graph graph)
    {
        var weights = new StateDict();
        foreach (Parameter parameter in graph.Parameters)
        {
            float[] values = new float[parameter.Elements];
            if (parameter.Kind == Compiler.Graphs.ParameterKind.Weight) Array.Fill(values, 1f);
            weights.Add(parameter.Name, [.. parameter.Dimensions], values);
        }
        return weights;
    }

    /// <summary>What one result adds up.</summary>
    private static long Terms(Graph graph) => graph.Parameters.FirstOrDefault() is { } weight
        ? weight.Dimensions.Skip(1).Aggregate(1L, (product, size) => product * size)
        : graph.Nodes[0].Shape.Elements;
}
