using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Every operation that is not a convolution, at sizes around the vectors' widths.</summary>
public sealed class OperationTests
{
    private static readonly int[] s_channels = [1, 2, 3, 4, 5, 7, 8, 9, 13, 15, 16, 17, 24, 31, 32, 33, 37];

    private static readonly Operation[] s_activations =
    [
        new Relu(), new Relu6(), new LeakyRelu(0.1), new Silu(), new HardSwish(), new Sigmoid(), new HardSigmoid(), new HardSigmoid(0.2),
        new Tanh(), new Gelu(), new Gelu(Approximate: true), new Elu(0.7), new Mish(), new Softplus(), new ThresholdedRelu(0.3),
        new PRelu("slopes"), new PRelu("slope", Shared: true), new BatchNorm("norm"),
        new Sin(), new Cos(),
        new Exp(), new Square(), new Abs(), new Affine(-1), new Affine(1, -0.5), new Affine(-1, 1), new Affine(0.3, 2), new Clamp(-0.5, 2),
        new Clamp(1, null), new Clamp(null, 1), new Pow(3),
    ];

    [Fact]
    public void Activations_of_every_width()
    {
        // Chained behind a convolution as well as alone, for they are printed differently there.
        var graphs = s_activations.SelectMany((operation, i) => new[]
        {
            Build.Single(operation, 2, 3, s_channels[i % s_channels.Length]),
            Build.Graph("After", g => g.Output("y", g.Add(operation, g.Conv(g.Input("x", 5, 5, 3), 19, 1)))),
            Build.Graph("AfterDepthwise", g => g.Output("y", g.Add(operation, g.Conv(g.Input("x", 5, 5, 11), 11, 3, groups: 11)))),
        });
        Check.Graphs([.. graphs], _ => 30, random => (random.NextSingle() * 2 - 1) * 8);
    }

    [Fact]
    public void Activations_of_special_values()
    {
        float[] special =
        [
            float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0f, -0f, float.Epsilon, -float.Epsilon, 1e-40f, -1e-40f, 1e-38f, 1f,
            -1f, 88f, -88f, 104f, -104f, 1e10f, -1e10f,
        ];
        Graph[] graphs = [.. s_activations.Where(operation => operation is not (Gelu or PRelu or BatchNorm or Sin or Cos))
            .Select(operation => Build.Single(operation, 7, 5))];
        Check.Graphs(graphs, _ => 4, random => special[random.Next(special.Length)]);
    }

    [Fact]
    public void Pools_let_NaN_and_infinity_through()
    {
        Graph[] graphs =
        [
            Build.Single(new MaxPool([3, 3], [2, 2], [1, 1]), 7, 9, 5),
            // One to four vectors of every instruction set at a time, with and without a rest.
            .. new[] { 16, 32, 35, 48, 64, 69, 80, 112, 200 }.SelectMany(channels => new[]
            {
                Build.Single(new MaxPool([3, 3], [1, 1], [1, 1]), 4, 5, channels),
                Build.Single(new AveragePool([2, 3], [2, 1], [0, 1]), 4, 5, channels),
            }),
            Build.Single(new MaxPool([2, 3], [1, 2], [1, 1]) { Dilation = [2, 1] }, 7, 6, 48),
            Build.Graph("Epilogue", g => g.Output("y", g.Sum(
                g.Add(new Silu(), g.Add(new MaxPool([3, 3], [1, 1], [1, 1]), g.Input("x", 5, 4, 53))), g.Input("z", 5, 4, 53)))),
            Build.Single(new GlobalPool(PoolMode.Max), 3, 3, 17),
            Build.Single(new GlobalPool(PoolMode.Sum), 3, 3, 9),
            Build.Single(new AveragePool([2, 2], [1, 1], [0, 0]), 4, 4, 9),
            Build.Single(new Softmax(), 9, 21),
            Build.Single(new Softmax(), 39, 2),
            Build.Single(new Upsample([2, 2], Interpolation.Bilinear), 4, 4, 9),
            Build.Single(new ChannelShuffle(3), 4, 4, 9),
            Build.Single(new Flatten(), 4, 4, 9),
            Build.Single(new Conv("c", 5, [3, 3], [1, 1], [1, 1], [1, 1], 1, true), 6, 6, 3),
            Build.Single(new Conv("c", 9, [3, 3], [1, 1], [1, 1], [1, 1], 9, true), 6, 6, 9),
        ];
        Check.Graphs(graphs, _ => 60, random => random.Next(30) switch
        {
            0 => float.NaN,
            1 => float.PositiveInfinity,
            2 => float.NegativeInfinity,
            3 => 1e-41f,
            _ => random.NextSingle() * 2 - 1,
        });
    }

    [Fact]
    public void Softmax_of_every_width() =>
        Check.Graphs(
        [
            .. s_channels.Append(100).Select(c => Build.Single(new Softmax(), 3, c)),
            // A vector of pixels and more; parts of a value with more channels.
            .. s_channels.Where(c => c <= 9).Select(c => Build.Single(new Softmax(), 2, 37, c)),
            Build.Graph("Parts", g =>
            {
                int x = g.Relu(g.Input("x", 3, 21, 9));
                g.Output("y", g.Concat(g.Add(new Softmax(), g.Slice(x, 1, 3)), g.Add(new Softmax(), g.Slice(x, 4, 2))));
            }),
        ], _ => 60, random => random.NextSingle() * 20 - 10);

    [Fact]
    public void Channel_shuffles() => Check.Graphs(
        [.. new[] { (4, 2), (6, 3), (10, 5), (22, 2), (24, 4), (32, 2), (33, 11), (48, 3), (7, 7) }
            .Select(pair => Build.Single(new ChannelShuffle(pair.Item2), 3, 5, pair.Item1))], _ => 1);

    /// <summary>Where a table of positions would be too long to be printed, they are computed: the bits of the numbers are the
    /// same.</summary>
    [Fact]
    public void Long_values_without_tables() => Check.Graphs(
    [
        Build.Single(new Upsample([2], Interpolation.Bilinear), 2_100, 3),
        Build.Single(new Upsample([3, 2], Interpolation.Bilinear, AlignCorners: true), 1_400, 3, 5),
        Build.Single(new Upsample([1, 2], Interpolation.Bilinear), 3, 2_111, 17),
        Build.Single(new Upsample([2, 1, 1], Interpolation.Bilinear), 2_050, 2, 1, 3),
        Build.Single(new Upsample([5_000], Interpolation.Bilinear, AlignCorners: true), 1, 3),
        Build.Single(new ChannelShuffle(7), 3, 7 * 601),
    ], _ => 8);

    [Fact]
    public void Local_response_norms() => Check.Graphs(
    [
        .. s_channels.Select(c => Build.Single(new LocalResponseNorm(5, 0.5, 0.75, 2), 3, 2, c)),
        Build.Single(new LocalResponseNorm(1, 0.1, 0.5, 1), 3, 7), Build.Single(new LocalResponseNorm(2, 1, 1, 1), 12), Build
            .Single(new LocalResponseNorm(4, 2, 0.6, 0.1), 2, 3, 4, 19),
        Build.Single(new LocalResponseNorm(13, 20, 1.3, 1), 3, 40),
    ], _ => 40);

    [Fact]
    public void Norms_over_channels_of_every_width() => Check.Graphs(
    [
        .. s_channels.Append(96).Append(1000).SelectMany(c => new[]
        {
            Build.Single(new LayerNorm("n", c % 2 == 0, 0.1), 2, 3, c),
            c % 3 == 0 ? Build.Single(new RmsNorm("n"), 5, c) : Build.Single(new Normalize(c % 3 == 1 ? 30 : 0.5), 3, c),
        }),
        // More channels than one float adds up, and a rest.
        .. new[] { 1025, 1040, 2048, 3001 }.SelectMany(c => new[]
        {
            Build.Single(new LayerNorm("n"), 2, c), Build.Single(new RmsNorm("n"), 1, c), Build.Single(new Normalize(), c),
        }),
    ], c => 30, random => random.NextSingle() * 4 + 3);

    [Fact]
    public void Norms_between_layers() => Check.Graphs(
    [
        // Weight and bias go into the linear layer behind.
        Build.Graph("Into", g => g.Output("y", g.Linear(g.Add(new LayerNorm("n"), g.Conv(g.Input("x", 5, 4, 3), 19, 3)), 7))),
        // Not into a convolution that pads; two readers take it in only together.
        Build.Graph("Padded", g => g.Output("y", g.Conv(g.Add(new RmsNorm("n"), g.Input("x", 5, 4, 19)), 7, 3))),
        Build.Graph("Epilogue", g =>
        {
            int x = g.Input("x", 5, 4, 19);
            g.Output("y", g.Sum(x, g.Add(new Gelu(), g.Add(new LayerNorm("n"), x))));
        }),
        Build.Graph("Scaled", g =>
        {
            int x = g.Input("x", 5, 4, 19);
            g.Output("y", g.Sum(x, g.Add(new ChannelScale("gamma"), g.Conv(x, 19, 1))));
            g.Output("z", g.Add(new ChannelScale("alone"), x));
            g.Output("before", g.Linear(g.Add(new ChannelScale("b", "c"), x), 3));
        }),
    ], _ => 30);

    [Fact]
    public void Norms_over_groups() => Check.Graphs(
    [
        .. s_channels.Append(96).SelectMany(c => new[]
        {
            Build.Single(new GroupNorm("n", c), 7, 5, c), Build.Single(new GroupNorm("n", 1, Affine: false), 33, c),
            Build.Single(new GroupNorm("n", c % 3 == 0 ? 3 : 1), 2, 5, 3, c), Build.Single(new GroupNorm("n", c % 2 == 0 ? 2 : 1), c),
        }),
        Build.Graph("After", g => g.Output("y", g.Relu(g.Add(new GroupNorm("n", 4), g.Conv(g.Input("x", 40, 33, 3), 24, 3))))),
        Build.Graph("Wide", g => g.Output("y", g.Relu(g.Add(new GroupNorm("n", 8), g.Conv(g.Input("x", 64, 64, 8), 64, 1))))),
        Build.Graph("Depthwise", g => g.Output("y", g.Add(new GroupNorm("n", 11), g.Conv(g.Input("x", 9, 8, 11), 11, 3, groups: 11)))),
    ], _ => 40, random => random.NextSingle() * 4 + 3);

    /// <summary>With squares of the values themselves no digit of the variance would be right.</summary>
    [Fact]
    public void Norms_of_values_far_from_zero() => Check.Graphs(
    [
        Build.Single(new LayerNorm("n", Affine: false), 40, 96), Build.Single(new LayerNorm("n", Affine: false), 3, 1500),
        Build.Single(new GroupNorm("n", 4, Affine: false), 20, 30, 24), Build.Single(new GroupNorm("n", 24, Affine: false), 20, 30, 24),
    ], _ => 1_000, random => 1000 + random.Next(8) / 8f);

    [Fact]
    public void Flattened_values()
    {
        var graphs = new List<Graph>();
        foreach (int pixels in new[] { 2, 4, 7, 8, 9, 16, 17, 23 }) graphs.Add(Build.Single(new Flatten(), pixels, pixels % 5 + 1));
        // From a value with a halo, where pixels do not follow each other.
        graphs.Add(Build.Graph("Halo", g =>
        {
            int x = g.Relu(g.Input("x", 4, 9, 5));
            g.Output("y", g.Conv(x, 2, 3));
            g.Output("flat", g.Add(new Flatten(), x));
        }));
        graphs.Add(Build.Graph("Window", g => g.Output("y", g.Add(new Flatten(), g.Slice(g.Input("x", 3, 3, 3, 20), 2, 9)))));
        Check.Graphs(graphs, _ => 40);
    }

    [Fact]
    public void Upsampled_values()
    {
        var graphs = new List<Graph>();
        foreach (bool corners in new[] { false, true })
        {
            graphs.Add(Build.Single(new Upsample([2], Interpolation.Bilinear, corners), 7, 5));
            graphs.Add(Build.Single(new Upsample([3, 2], Interpolation.Bilinear, corners), 1, 5, 16));
            graphs.Add(Build.Single(new Upsample([1, 4], Interpolation.Bilinear, corners), 3, 2, 9));
            graphs.Add(Build.Single(new Upsample([5, 1], Interpolation.Bilinear, corners), 3, 1, 33));
            graphs.Add(Build.Single(new Upsample([2, 2, 2], Interpolation.Bilinear, corners), 2, 3, 4, 7));
            graphs.Add(Build.Single(new Upsample([3, 1, 2], Interpolation.Bilinear, corners), 2, 3, 1, 8));
        }
        graphs.Add(Build.Single(new Upsample([3]), 5, 3));
        graphs.Add(Build.Single(new Upsample([2, 3]), 3, 4, 17));
        graphs.Add(Build.Single(new Upsample([2, 1, 3]), 3, 2, 4, 4));
        Check.Graphs(graphs, _ => 10);
    }

    [Fact]
    public void Pools()
    {
        var graphs = new List<Graph>();
        foreach (int c in s_channels.Where(c => c % 3 == 1))
        {
            graphs.Add(Build.Single(new MaxPool([3, 3], [2, 2], [1, 1], CeilMode: c % 2 == 1), 8, 7, c));
            graphs.Add(Build.Single(new AveragePool([3, 2], [2, 1], [1, 1], CeilMode: c % 2 == 0, CountPadding: c % 4 < 2), 8, 7, c));
            foreach (PoolMode mode in Enum.GetValues<PoolMode>()) graphs.Add(Build.Single(new GlobalPool(mode), 5, 3, c));
        }
        foreach (bool counted in new[] { true, false })
        {
            graphs.Add(Build.Single(new AveragePool([3], [2], [1], CeilMode: true, counted), 8, 5));
            graphs.Add(Build.Single(new AveragePool([2, 3, 3], [2, 2, 2], [1, 1, 1], CeilMode: true, counted), 5, 6, 7, 3));
        }
        graphs.Add(Build.Single(new MaxPool([2, 3, 2], [2, 1, 2], [0, 1, 1]), 5, 6, 7, 10));
        foreach (int c in new[] { 5, 16, 35 })
        {
            graphs.Add(Build.Single(new MaxPool([3, 2], [2, 1], [0, 0]) { Dilation = [2, 3] }, 9, 8, c));
            graphs.Add(Build.Single(new MaxPool([2, 3], [2, 3], [2, 3], CeilMode: true) { Dilation = [3, 2], PaddingEnd = [1, 4] }, 9,
                11, c));
            foreach (bool counted in new[] { true, false })
                graphs.Add(Build.Single(
                    new AveragePool([2, 3], [2, 3], [2, 3], CeilMode: true, counted) { Dilation = [3, 2], PaddingEnd = [1, 4] }, 9, 11, c));
        }
        graphs.Add(Build.Single(new MaxPool([2, 2, 2], [1, 2, 1], [1, 0, 1]) { Dilation = [3, 1, 2] }, 6, 7, 8, 10));
        graphs.Add(Build.Single(new AveragePool([100], [7], [3], CountPadding: false) { Dilation = [2] }, 230, 5));
        graphs.Add(Build.Single(new GlobalPool(PoolMode.Average), 3, 4, 5, 6));
        graphs.Add(Build.Single(new GlobalPool(PoolMode.Max), 11));
        graphs.Add(Build.Single(new GlobalPool(PoolMode.Sum), 9, 40));
        Check.Graphs(graphs, _ => 30);
    }

    [Fact]
    public void Moves()
    {
        var graphs = new List<Graph>
        {
            Build.Single(new Subsample([2]), 9, 5), Build.Single(new Subsample([2, 3]), 7, 7, 17), Build
                .Single(new Subsample([3, 2, 2]), 5, 4, 3, 8), Build.Single(new Subsample([2, 1]), 5, 4, 4),
        };
        foreach (var (before, after) in new[] { (0, 3), (3, 0), (5, 12), (16, 8), (0, 0) })
        {
            graphs.Add(Build.Single(new PadChannels(before, after), 2, 3, 9));
            graphs.Add(Build.Single(new PadChannels(before, after), 16));
        }
        foreach (var (start, count) in new[] { (0, 1), (1, 8), (3, 16), (7, 20), (20, 13), (0, 33) })
            graphs.Add(Build.Single(new Slice(start, count), 3, 2, 33));
        graphs.Add(Build.Single(new Reshape([-1]), 3, 2, 5));
        graphs.Add(Build.Single(new Reshape([2, 3, 1, 5]), 30));
        Check.Graphs(graphs, _ => 1);
    }

    [Fact]
    public void Sums_and_products()
    {
        var graphs = new List<Graph>();
        foreach (Operation operation in new Operation[] { new Add(), new Multiply() })
        {
            Graph Binary(int[] left, int[] right) =>
                Build.Graph(operation.Kind, g => g.Output("y", g.Add(operation, g.Input("a", left), g.Input("b", right))));
            graphs.Add(Binary([3, 5, 9], [3, 5, 9]));
            graphs.Add(Binary([3, 5, 9], [9]));
            graphs.Add(Binary([17], [4, 17]));
            graphs.Add(Binary([1, 1, 16], [3, 3, 16]));
            graphs.Add(Binary([1, 1, 5], [5]));
            graphs.Add(Binary([2, 3, 4, 5], [1, 5]));
        }
        Check.Graphs(graphs, _ => 1);
    }
}
