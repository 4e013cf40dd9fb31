using Fusion.Compiler.Reference;
using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Kernels.Tests.Support;
using Target = Fusion.Compiler.Schedule.Cpu.InstructionSet;

namespace Fusion.Kernels.Tests;

/// <summary>3×3 convolutions in Winograd's form: tiles that do not fit, panels that do not fit, blocks, and all that an epilogue can
/// hold.</summary>
public sealed class WinogradTests
{
    [Fact]
    public void Sizes_that_tiles_do_not_fit()
    {
        var graphs = new List<Graph>();
        foreach (var (height, width) in new[] { (8, 8), (9, 14), (13, 7), (30, 11), (7, 33) })
            foreach (int padding in new[] { 0, 1, 2 })
                graphs.Add(Conv(height, width, 32, 48, padding));
        AllTransformed(graphs);
        Check.Graphs(graphs, _ => 9 * 32);
    }

    [Fact]
    public void Panels_and_blocks_that_do_not_fit()
    {
        var graphs = new List<Graph>();
        foreach (int outputs in new[] { 16, 80, 112 })
            foreach (int inputs in new[] { 16, 48 })
                graphs.Add(Conv(17, 23, inputs, outputs, 1));
        // Several blocks, of which the last has fewer rows of tiles.
        graphs.Add(Conv(54, 50, 32, 80, 1));
        AllTransformed(graphs);
        var plans = graphs.SelectMany(graph => Target.All.SelectMany(set => Plans(graph, set))).ToList();
        Assert.True(plans.Any(plan => plan.Tiles.Blocks > 1 && plan.Tiles.InLast < plan.Tiles.PerBlock),
            "No plan has a smaller last block.");
        Assert.True(plans.Any(plan => plan.Weights.TailVectors > 0 && plan.Weights.Panels > 1), "No plan has a narrower last panel.");
        Check.Graphs(graphs, _ => 9 * 48);
    }

    [Fact]
    public void Epilogues()
    {
        Graph[] graphs =
        [
            Build.Graph("Residual", g =>
            {
                int x = g.Input("x", 12, 10, 32);
                g.Output("y", g.Relu(g.Sum(g.ConvNorm(g.ConvNormRelu(x, 32, 3), 32, 3), x)));
            }),
            Build.Graph("Slow", g => g.Output("y", g.Add(new Silu(), g.ConvNorm(g.Input("x", 9, 10, 32), 32, 3)))),
            Build.Graph("Slopes", g => g.Output("y", g.Add(new PRelu("prelu"), g.ConvNorm(g.Input("x", 9, 10, 32), 32, 3)))),
            Build.Graph("Concat", g =>
            {
                int x = g.Input("x", 10, 10, 32);
                g.Output("y", g.ConvNormRelu(g.Concat(g.ConvNormRelu(x, 16, 1), g.ConvNormRelu(x, 32, 3)), 32, 3));
            }),
            // The squeeze of the last convolution takes its sums from the results; SiLU in between keeps it from being moved.
            Build.Graph("Squeeze", g =>
            {
                int x = g.ConvNormRelu(g.Input("x", 11, 13, 32), 32, 3);
                g.Output("mean", g.Mean(x));
                g.Output("y", x);
            }),
            Build.Graph("SlowSqueeze", g =>
            {
                int x = g.Add(new Silu(), g.ConvNorm(g.Input("x", 11, 13, 32), 32, 3));
                g.Output("mean", g.Mean(x));
                g.Output("y", x);
            }),
        ];
        AllTransformed(graphs);
        Check.Graphs(graphs, _ => 2 * 9 * 32);
    }

    [Theory]
    [InlineData(56, 64, 64)]
    [InlineData(14, 256, 256)]
    [InlineData(13, 256, 384)]
    [InlineData(7, 512, 512)]
    public void Errors_stay_below_a_hundred_thousandth(int size, int inputs, int outputs)
    {
        Graph graph = Conv(size, size, inputs, outputs, 1);
        Assert.NotEmpty(Plans(graph));
        StateDict weights = RandomWeights.Of(graph, 1);
        var random = new Random(3);
        // As after a ReLU, whose results are never negative: the harder case for differences of neighbours.
        float[] input = [.. Enumerable.Range(0, size * size * inputs).Select(_ => Math.Max(0, 2 * random.NextSingle() - 1))];
        double[] expected = ReferenceInterpreter.Run(graph, name => weights[name].Values.ToArray(),
            new Dictionary<string, double[]> { ["x"] = Array.ConvertAll(input, value => (double)value) })["y"];
        double largest = expected.Max(Math.Abs);
        double Error(Computation arithmetic)
        {
            CompiledNetwork compiled = CompiledNetwork.Build(graph, arithmetic);
            using Network network = compiled.Load(weights, new NetworkOptions());
            return compiled.Run(network, [input])[0].Zip(expected, (found, exact) => Math.Abs(found - exact)).Max() / largest;
        }
        double fast = Error(Computation.Fast), direct = Error(Computation.Direct);
        Assert.True(fast < 1e-5, $"The error in Winograd's form is {fast:E1}, and {direct:E1} for the direct sum.");
        Assert.NotEqual(fast, direct);
    }

    [Fact]
    public void Direct_arithmetic_has_none()
    {
        Graph graph = Conv(56, 56, 64, 64, 1);
        Assert.NotEmpty(Plans(graph));
        Assert.Empty(Plans(graph, arithmetic: Computation.Direct));
    }

    /// <summary>Of two layers with one input, the one that is declared so is computed directly.</summary>
    [Fact]
    public void A_direct_layer_lets_special_values_reach_nine_pixels()
    {
        const int size = 12, channels = 32, row = 6, column = 6;
        Conv Layer(string path, Computation arithmetic) => new(path, channels, [3, 3], [1, 1], [1, 1], [1, 1], 1, true, arithmetic);
        Graph graph = Build.Graph("Two", g =>
        {
            int x = g.Input("x", size, size, channels);
            g.Output("direct", g.Add(Layer("direct", Computation.Direct), x));
            g.Output("fast", g.Add(Layer("fast", Computation.Fast), x));
        });
        Assert.All(Target.All, set => Assert.Equal("fast", ((Conv)Assert.Single(Plans(graph, set)).Convolution.Parts[0].Source).Path));
        CompiledNetwork compiled = CompiledNetwork.Build(graph);
        foreach (float special in new[] { float.NaN, float.PositiveInfinity, 3e38f })
        {
            float[] input = new float[size * size * channels];
            Array.Fill(input, 1f);
            input[(row * size + column) * channels] = special;
            foreach (InstructionSet set in Check.Sets)
            {
                using Network network = compiled.Load(RandomWeights.Of(graph, 1), new NetworkOptions { InstructionSet = set });
                float[][] results = compiled.Run(network, [input]);
                Assert.All(Reached(results[0]), pixel =>
                    Assert.True(Math.Abs(pixel / size - row) <= 1 && Math.Abs(pixel % size - column) <= 1));
                Assert.Equal(9, Reached(results[0]).Count);
                Assert.True(Reached(results[1]).Count > 9);
            }
        }

        // Without the special value, no result is larger than this.
        static List<int> Reached(float[] values) =>
            [.. Enumerable.Range(0, size * size).Where(pixel =>
                values.AsSpan(pixel * channels, channels).ToArray().Any(value => !(Math.Abs(value) < 1000)))];
    }

    private static void AllTransformed(IEnumerable<Graph> graphs)
    {
        foreach (Graph graph in graphs)
            Assert.True(Plans(graph).Count > 0, $"No convolution runs in Winograd's form in:\n{GraphText.Print(graph)}");
    }

    private static IReadOnlyList<WinogradPlan> Plans(Graph graph, Target? set = null, Computation arithmetic = Computation.Fast)
    {
        set ??= Target.Avx2;
        return [.. Scheduler.Schedule(RewritePipeline.Run(graph, new FusionNotes()), set, new WeightLayout(set),
            new ScheduleOptions(arithmetic, Tuning.None)).Kernels.OfType<WinogradPlan>()];
    }

    private static Graph Conv(int height, int width, int inputs, int outputs, int padding) => Build.Graph("Conv", g =>
    {
        int x = g.Input("x", height, width, inputs);
        g.Output("y", g.Add(new Conv("conv", outputs, [3, 3], [1, 1], [1, 1], [padding, padding], 1, true), x));
    });
}
