using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Operations on two values, of which one is spread over the other, in the epilogue of every kind of kernel and alone.</summary>
public sealed class BroadcastTests
{
    private static readonly BinaryOperation[] s_operations =
        [new Add(), new Subtract(), new Multiply(), new Divide(), new Minimum(), new Maximum()];

    /// <summary>Shapes that are spread over (3, 5, 7, C).</summary>
    private static int[][] Spread(int channels) =>
    [
        [3, 5, 7, channels], [channels], [3, 5, 7, 1], [1], [3, 1, 1, channels], [3, 5, 1, channels], [5, 7, channels], [7, 1],
        [3, 1, 7, 1],
        [1, 5, 1, channels],
    ];

    [Fact]
    public void Alone()
    {
        var graphs = new List<Graph>();
        foreach (int channels in new[] { 1, 5, 16, 37 })
            foreach (int[] shape in Spread(channels))
                graphs.Add(Build.Graph("Alone", g =>
                {
                    int x = g.Input("x", 3, 5, 7, channels), y = g.Input("y", shape);
                    g.Output("left", g.Add(Pick(graphs.Count), x, y));
                    g.Output("right", g.Add(Pick(graphs.Count), y, x));
                }));
        Check.Graphs(graphs, _ => 4, Positive);
    }

    [Fact]
    public void Powers()
    {
        var graphs = new List<Graph>();
        foreach (int channels in new[] { 1, 16, 37 })
            foreach (int[] shape in Spread(channels))
                graphs.Add(Build.Graph("Powers", g =>
                {
                    int x = g.Input("x", 3, 5, 7, channels), y = g.Input("y", shape);
                    g.Output("left", g.Add(new Power(), x, y));
                    g.Output("right", g.Add(new Power(), g.Add(new Affine(-2, 1), y), g.Add(new Exp(), x)));
                    int layer = g.Conv(g.Add(new Relu(), x), channels, 1);
                    g.Output("behind", g.Add(new Power(), g.Add(new Exp(), y), layer));
                }));
        Check.Graphs(graphs, _ => 60, Positive);
    }

    [Fact]
    public void Powers_of_special_values()
    {
        float[] special =
        [
            float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0f, -0f, 1f, -1f, 2f, -2f, 3f, -3f, 0.5f, -0.5f, 1e-40f, 1e10f,
            -1e10f,
        ];
        Check.Graphs(
            [Build.Graph("Special", g => g.Output("y", g.Add(new Power(), g.Input("x", 31, 17), g.Input("exponent", 31, 17))))], _ => 4,
            random => special[random.Next(special.Length)]);
    }

    [Fact]
    public void Behind_convolutions()
    {
        var graphs = new List<Graph>();
        foreach (int[] shape in Spread(19))
        {
            Behind(graphs, shape, (g, x) => g.Conv(x, 19, 1));
            Behind(graphs, shape, (g, x) => g.Add(new Conv("conv", 19, [1, 3, 3], [1, 1, 1], [1, 1, 1], [0, 1, 1], 1, true), x));
            Behind(graphs, shape, (g, x) => g.Add(new Exp(), g.Conv(x, 19, 1)));
        }
        foreach (int[] shape in Spread(11))
        {
            Behind(graphs, shape, (g, x) => g.Add(new Conv("conv", 11, [1, 3, 3], [1, 1, 1], [1, 1, 1], [0, 1, 1], 11, true), x));
            Behind(graphs, shape, (g, x) => g.Add(new Silu(),
                g.Add(new Conv("conv", 11, [1, 3, 3], [1, 1, 1], [1, 1, 1], [0, 1, 1], 11, true), x)));
            Behind(graphs, shape, (g, x) => g.Add(new MaxPool([1, 3, 3], [1, 1, 1], [0, 1, 1]), x));
        }
        Check.Graphs(graphs, _ => 120);
    }

    /// <summary>They go into weights and biases, or into the epilogue where the layer is read elsewhere, too.</summary>
    [Fact]
    public void Numbers_behind_layers() => Check.Graphs(
    [
        Build.Graph("Layers", g =>
        {
            int x = g.Input("x", 9, 9, 16);
            g.Output("pointwise", g.Relu(g.Add(new Affine(0.5, 1), g.Conv(x, 19, 1))));
            g.Output("norm", g.Add(new Affine(-1, 1), g.ConvNorm(x, 19, 3, stride: 2)));
            g.Output("depthwise", g.Add(new Affine(1, -0.5), g.Conv(x, 16, 3, groups: 16, bias: false)));
            g.Output("groups", g.Add(new Affine(-3), g.Conv(x, 16, 3, groups: 4)));
            g.Output("transposed", g.Add(new Affine(0.25, 2),
                g.Add(new ConvTranspose("up", 5, [3, 3], [2, 2], [1, 1], [1, 1], [0, 0]), x)));
            int both = g.Conv(x, 8, 1);
            g.Output("both", g.Sum(both, g.Add(new Affine(0.5), both)));
            g.Output("head", g.Add(new Affine(2, 3), g.Linear(g.Mean(x), 10)));
        }),
        Build.Graph("Winograd", g => g.Output("y", g.Add(new Affine(0.3, 2), g.Conv(g.Input("x", 24, 24, 64), 64, 3)))),
    ], _ => 800);

    [Fact]
    public void Behind_Winograd()
    {
        var graphs = new List<Graph>();
        foreach (int[] shape in new[] { new[] { 24, 24, 1 }, [24, 1, 64], [24, 64], [1] })
            foreach (bool isLong in new[] { false, true })
                graphs.Add(Build.Graph("Winograd", g =>
                {
                    int y = g.Conv(g.Input("x", 24, 24, 64), 64, 3);
                    if (isLong) y = g.Add(new Tanh(), y);
                    g.Output("y", g.Add(new Subtract(), g.Input("z", shape), y));
                }));
        Check.Graphs(graphs, _ => 2000);
    }

    [Fact]
    public void Strides_move_over_what_is_spread() => Check.Graphs(
    [
        .. new[] { new[] { 8, 8, 1 }, [8, 1, 16], [8, 16], [16] }.Select(shape => Build.Graph("Strided", g =>
        {
            int y = g.Add(new Multiply(), g.Conv(g.Input("x", 8, 8, 8), 16, 3), g.Input("z", shape));
            g.Output("y", g.Conv(y, 8, 1, stride: 2));
        })),
    ], _ => 200);

    [Fact]
    public void Both_sides_are_spread() => Check.Graphs(
    [
        Build.Graph("Table", g => g.Output("y", g.Add(new Subtract(),
            g.Add(new Broadcast([4, 5, 19]), g.Input("pixels", 4, 5, 1)), g.Input("channels", 19)))),
        .. new[] { new[] { 3, 1, 5, 17 }, [3, 4, 5, 1], [1, 1, 1, 17], [1, 4, 1, 1] }
            .Select(shape => Build.Single(new Broadcast([3, 4, 5, 17]), shape)),
    ], _ => 4);

    [Fact]
    public void Reductions()
    {
        var graphs = new List<Graph>();
        foreach (PoolMode mode in Enum.GetValues<PoolMode>())
        {
            foreach (int channels in new[] { 1, 3, 8, 15, 16, 17, 33, 64, 100, 1025, 2000 })
                graphs.Add(Build.Single(new Reduce(mode, ReducedAxes.Channels), 2, 3, channels));
            foreach (
                ReducedAxes axes in new[] { ReducedAxes.Width, ReducedAxes.Height, ReducedAxes.Frames,
                ReducedAxes.Height | ReducedAxes.Width, ReducedAxes.Frames | ReducedAxes.Width })
                foreach (int channels in new[] { 1, 17, 32 })
                    graphs.Add(Build.Single(new Reduce(mode, axes), 2, 11, 13, channels));
        }
        graphs.Add(Build.Graph("Fused", g => g.Output("y", g.Add(new Sigmoid(), g.Add(new Reduce(PoolMode.Average, ReducedAxes.Channels),
            g.Conv(g.Input("x", 5, 7, 3), 19, 1))))));
        graphs.Add(Build.Graph("Variance", g =>
        {
            int x = g.Input("x", 5, 7, 19);
            int centred = g.Add(new Subtract(), x, g.Add(new Reduce(PoolMode.Average, ReducedAxes.Channels), x));
            int variance = g.Add(new Reduce(PoolMode.Average, ReducedAxes.Channels), g.Add(new Square(), centred));
            g.Output("y", g.Add(new Multiply(), centred, g.Add(new Rsqrt(), g.Add(new Affine(1, 0.1), variance))));
        }));
        Check.Graphs(graphs, _ => 300);
    }

    [Fact]
    public void Reductions_let_NaN_and_infinity_through()
    {
        Graph[] graphs = [.. Enum.GetValues<PoolMode>().SelectMany(mode => new[]
        {
            Build.Single(new Reduce(mode, ReducedAxes.Channels), 9, 21), Build.Single(new Reduce(mode, ReducedAxes.Width), 9, 5, 7),
        })];
        Check.Graphs(graphs, _ => 60, random => random.Next(30) switch
        {
            0 => float.NaN,
            1 => float.PositiveInfinity,
            2 => float.NegativeInfinity,
            _ => random.NextSingle() * 2 - 1,
        });
    }

    private static BinaryOperation Pick(int number) => s_operations[number % s_operations.Length];

    private static float Positive(Random random) => random.NextSingle() + 0.5f;

    private static void Behind(List<Graph> graphs, int[] shape, Func<Build, int, int> kernel) => graphs.Add(Build.Graph("Behind", g =>
    {
        int y = kernel(g, g.Input("x", 3, 5, 7, 11)), z = g.Input("z", shape);
        g.Output("y", graphs.Count % 2 == 0 ? g.Add(new Subtract(), y, z) : g.Add(new Subtract(), z, y));
    }));
}
