using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Kernels.Tests.Support;
using Target = Fusion.Compiler.Schedule.Cpu.InstructionSet;

namespace Fusion.Kernels.Tests;

/// <summary>Linear layers whose weights come from memory, several panels side by side: panels left over, panels that are not full, and long
/// epilogues.</summary>
public sealed class LinearTests
{
    [Fact]
    public void Panels_side_by_side()
    {
        var graphs = new List<Graph>();
        // In panels of 16 channels: full sets only, panels left over, a last one of fewer channels, both, and less than one set.
        foreach (int outputs in new[] { 256, 272, 250, 301, 512 })
            graphs.Add(Build.Graph("Linear", g => g.Output("y", g.Linear(g.Input("x", 600), outputs))));
        graphs.Add(Build.Graph("Few", g => g.Output("y", g.Linear(g.Input("x", 2500), 40))));
        Assert.All(graphs.Take(5), graph =>
            Assert.True(Plan(graph, Target.Avx2).Panels.AtOnce > 1, $"{Plan(graph, Target.Avx2).TileText} goes panel by panel."));
        Assert.Contains(graphs, graph => Plan(graph, Target.Avx2) is { Panels.SideBySide: > 0 } plan
            && plan.Panels.SideBySide == plan.Weights.Panels);
        Assert.Contains(graphs, graph => Plan(graph, Target.Avx2) is { Panels.SideBySide: > 0 } plan
            && plan.Panels.SideBySide < plan.Weights.Panels - 1);
        Check.Graphs(graphs, _ => 2500);
    }

    [Fact]
    public void Epilogues()
    {
        Graph[] graphs =
        [
            Build.Graph("Relu", g => g.Output("y", g.Relu(g.Norm(g.Linear(g.Input("x", 400), 330))))),
            Build.Graph("Long", g => g.Output("y", g.Add(new Silu(), g.Linear(g.Input("x", 400), 330)))),
            Build.Graph("Residual", g =>
            {
                int x = g.Input("x", 330);
                g.Output("y", g.Sum(g.Linear(x, 330), x));
            }),
            Build.Graph("Squeeze", g =>
                g.Output("y", g.Linear(g.Add(new HardSwish(), g.Linear(g.Mean(g.Input("x", 5, 7, 300)), 400)), 260))),
            // One pixel of a convolution is a linear layer too.
            Build.Graph("Pixel", g => g.Output("y", g.Relu(g.Conv(g.Input("x", 1, 1, 400), 330, 1)))),
        ];
        Check.Graphs(graphs, _ => 800);
    }

    [Fact]
    public void Layers_with_more_pixels_go_panel_by_panel()
    {
        Graph[] graphs =
        [
            Build.Graph("Column", g => g.Output("y", g.Conv(g.Input("x", 6, 1, 300), 300, 1))),
            Build.Graph("Steps", g => g.Output("y", g.Linear(g.Input("x", 6, 300), 300))),
        ];
        Assert.All(graphs, graph => Assert.Equal(1, Plan(graph, Target.Avx2).Panels.AtOnce));
        Check.Graphs(graphs, _ => 300);
    }

    private static ConvolutionPlan Plan(Graph graph, Target set) => Assert.IsType<ConvolutionPlan>(
        Assert.Single(Scheduler.Schedule(RewritePipeline.Run(graph, new FusionNotes()), set, new WeightLayout(set)).Kernels, kernel =>
            kernel is ConvolutionPlan));
}
