using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Kernels.Tests.Support;
using Target = Fusion.Compiler.Schedule.Cpu.InstructionSet;

namespace Fusion.Kernels.Tests;

/// <summary>Convolutions that run in bands of rows: the rows that bands share, the rows of zeros above and below, and where the bands
/// end.</summary>
public sealed class BandTests
{
    [Fact]
    public void Kernels_and_strides()
    {
        Graph[] graphs =
        [
            Deep(92, 92, 32, kernel: 3, stride: 1),
            Deep(91, 94, 32, kernel: 3, stride: 2),
            Deep(80, 110, 32, kernel: 5, stride: 1),
            Deep(90, 100, 32, kernel: 5, stride: 2),
            Deep(96, 96, 29, kernel: 3, stride: 1),
            Deep(96, 90, 32, kernel: 3, stride: 1, dilation: 2),
            Deep(98, 90, 32, kernel: 5, stride: 1, padding: 1),
        ];
        foreach (Graph graph in graphs) AllBanded(graph, 1);
        Check.Graphs(graphs, _ => 25 + 8);
    }

    [Fact]
    public void With_the_convolution_behind()
    {
        Graph[] graphs =
        [
            Build.Graph("Residual", g =>
            {
                int x = g.ConvNorm(g.Input("x", 80, 80, 5), 20, 1);
                int y = g.ConvNorm(g.ConvNormRelu(g.ConvNormRelu(x, 48, 1), 48, 3, groups: 48), 20, 1);
                g.Output("y", g.Sum(x, y));
            }),
            Build.Graph("Strided", g =>
            {
                int x = g.ConvNormRelu(g.ConvNormRelu(g.Input("x", 112, 96, 3), 40, 1), 40, 3, stride: 2, groups: 40);
                g.Output("y", g.ConvNorm(x, 17, 1));
            }),
            Build.Graph("Slow", g =>
            {
                int x = g.Add(new Silu(), g.ConvNorm(g.Input("x", 92, 92, 4), 36, 1));
                g.Output("y", g.Add(new Silu(), g.ConvNorm(g.Add(new Silu(), g.ConvNorm(x, 36, 3, groups: 36)), 24, 1)));
            }),
        ];
        foreach (Graph graph in graphs) AllBanded(graph, 2);
        Check.Graphs(graphs, _ => 9 + 2 * 48);
    }

    [Fact]
    public void After_the_first_layer_and_with_all_that_an_epilogue_can_hold()
    {
        Graph[] graphs =
        [
            Build.Graph("FirstLayer", g =>
                g.Output("y", g.ConvNormRelu(g.ConvNormRelu(g.Input("x", 150, 130, 3), 64, 3, stride: 2), 64, 3, groups: 64))),
            Build.Graph("Slopes", g =>
                g.Output("y", g.Add(new PRelu("p"),
                g.ConvNorm(g.Add(new PRelu("q"), g.ConvNorm(g.Input("x", 92, 92, 4), 32, 1)), 32, 3, groups: 32)))),
            Build.Graph("Sums", g =>
            {
                int x = g.Input("x", 80, 80, 6);
                int y = g.ConvNorm(g.Relu(g.Sum(g.ConvNorm(x, 48, 1), g.Conv(x, 48, 3))), 48, 3, groups: 48);
                g.Output("y", g.Sum(y, g.ConvNorm(x, 48, 1)));
            }),
            Build.Graph("Squeeze", g =>
            {
                int x = g.Add(new Silu(), g.ConvNorm(g.Input("x", 92, 92, 4), 36, 1));
                g.Output("y", g.ConvNorm(g.SqueezeExcite(g.Add(new Silu(), g.ConvNorm(x, 36, 3, groups: 36)), 9, new Silu()), 16, 1));
            }),
        ];
        foreach (Graph graph in graphs) AllBanded(graph, 1);
        Check.Graphs(graphs, _ => 9 * 6 + 2 * 48);
    }

    [Fact]
    public void With_a_pooling_behind()
    {
        Graph[] graphs =
        [
            Pooled(112, 100, 32, new MaxPool([3, 3], [2, 2], [1, 1])),
            Pooled(111, 97, 29, new MaxPool([3, 3], [2, 2], [0, 0], CeilMode: true)),
            Pooled(96, 96, 32, new MaxPool([2, 2], [2, 2], [0, 0])),
            Pooled(95, 91, 33, new MaxPool([2, 3], [1, 3], [1, 0])),
            // Windows leave rows out between them, and reach beyond the end.
            Pooled(97, 96, 32, new MaxPool([2, 2], [4, 4], [0, 0])),
            Pooled(98, 96, 32, new MaxPool([3, 3], [2, 2], [1, 1]) { PaddingEnd = [2, 0] }),
            Pooled(100, 96, 32, new MaxPool([3, 3], [2, 2], [2, 2]) { Dilation = [2, 2] }),
            Pooled(112, 100, 32, new AveragePool([3, 3], [2, 2], [1, 1])),
            Pooled(104, 97, 35, new AveragePool([3, 2], [3, 2], [1, 0], CeilMode: true, CountPadding: false)),
            Build.Graph("Then", g =>
            {
                // What follows the pooling is part of its kernel.
                int x = g.Input("x", 112, 112, 3);
                int y = g.MaxPool(g.ConvNormRelu(x, 40, 3), 3, 2, 1);
                g.Output("y", g.Relu(g.Sum(g.Norm(y), g.Conv(g.MaxPool(x, 2, 2), 40, 1))));
            }),
        ];
        foreach (Graph graph in graphs) AllBanded(graph, 1);
        Check.Graphs(graphs, _ => 9 * 3 + 12);
    }

    [Fact]
    public void A_pooling_runs_by_itself_behind_what_is_small_or_needed_or_has_many_weights()
    {
        Graph[] graphs =
        [
            Pooled(40, 40, 32, new MaxPool([2, 2], [2, 2], [0, 0])),
            // Bands would share most of their rows.
            Pooled(96, 96, 32, new MaxPool([31, 3], [1, 1], [15, 1])),
            Build.Graph("Shown", g =>
            {
                int x = g.ConvNormRelu(g.Input("x", 96, 96, 3), 32, 3);
                g.Output("value", x);
                g.Output("y", g.MaxPool(x, 2, 2));
            }),
            Build.Graph("Tapped", g =>
            {
                int x = g.ConvNormRelu(g.Input("x", 96, 96, 3), 32, 3);
                g.Tap("value", x);
                g.Output("y", g.MaxPool(x, 2, 2));
            }),
        ];
        foreach (Graph graph in graphs) Assert.Empty(Bands(graph, Target.Avx2));
        Check.Graphs(graphs, _ => 9 * 3 + 4);
    }

    [Fact]
    public void A_value_that_others_need_is_made_as_a_whole()
    {
        Graph twice = Build.Graph("Twice", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 92, 92, 4), 32, 1);
            g.Output("y", g.Sum(g.ConvNormRelu(x, 32, 3, groups: 32), x));
        });
        Graph shown = Build.Graph("Shown", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 92, 92, 4), 32, 1);
            g.Output("value", x);
            g.Output("y", g.ConvNorm(x, 32, 3, groups: 32));
        });
        foreach (Graph graph in new[] { twice, shown }) Assert.Empty(Bands(graph, Target.Avx2));
        Assert.Empty(Bands(Deep(40, 40, 32, kernel: 3, stride: 1), Target.Avx2));
        Check.Graphs([twice, shown], _ => 9 + 8);
    }

    [Fact]
    public void The_value_between_takes_no_workspace()
    {
        Graph graph = Deep(92, 92, 32, kernel: 3, stride: 1);
        CpuPlan plan = Schedule(graph, Target.Avx2);
        const long value = 94 * 94 * 32;
        Assert.True(plan.WorkspaceFloats < value, $"The workspace has {plan.WorkspaceFloats} floats, the value between {value}.");
        Assert.InRange(plan.ScratchFloats, 1, value / 4);
    }

    private static void AllBanded(Graph graph, int stages)
    {
        foreach (Target set in Target.All)
        {
            BandPlan plan = Assert.Single(Bands(graph, set));
            Assert.True(plan.Then.Count == stages, $"{plan.Then.Count} kernels follow the first one instead of {stages} in: {plan.Title}");
            Assert.True(plan.Bands > 1, plan.Title);
        }
    }

    private static IReadOnlyList<BandPlan> Bands(Graph graph, Target set) => [.. Schedule(graph, set).Kernels.OfType<BandPlan>()];

    private static CpuPlan Schedule(Graph graph, Target set) =>
        Scheduler.Schedule(RewritePipeline.Run(graph, new FusionNotes()), set, new WeightLayout(set));

    private static Graph Pooled(int height, int width, int channels, Operation pool) => Build.Graph("Pooled", g =>
        g.Output("y", g.Add(pool, g.ConvNormRelu(g.Input("x", height, width, 3), channels, 3))));

    private static Graph Deep(int height, int width, int channels, int kernel, int stride, int dilation = 1, int? padding = null) =>
        Build.Graph("Deep", g =>
    {
        int x = g.ConvNormRelu(g.Input("x", height, width, 4), channels, 1);
        g.Output("y", g.Relu(g.Norm(g.Conv(x, channels, kernel, stride, dilation, padding, groups: channels))));
    });
}
