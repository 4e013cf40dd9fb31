using Fusion.Compiler.Emit.Gpu;
using Fusion.Compiler.Schedule.Gpu;
using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Convolutions of 3×3 in Winograd's form, which batches are large enough for.</summary>
public sealed class WinogradTests
{
    private const int Batch = 9;

    private static readonly Graph[] s_graphs =
    [
        Build.Graph("Even", g => g.Output("y", g.ConvNormRelu(g.Input("x", 28, 28, 64), 64, 3))),
        Build.Graph("Odd", g =>
        {
            int x = g.Input("x", 23, 29, 48);
            g.Output("y", g.Relu(g.Sum(g.ConvNorm(x, 80, 3), g.Conv(x, 80, 1))));
        }),
        Build.Graph("Squeeze", g =>
        {
            int x = g.Input("x", 27, 26, 64);
            g.Output("y", g.SqueezeExcite(g.ConvNormRelu(x, 112, 3), 16));
        }),
        Build.Graph("Slice", g =>
        {
            int x = g.Input("x", 24, 24, 96);
            g.Output("y", g.Concat(g.Add(new Silu(), g.Conv(g.Slice(x, 16, 64), 64, 3)), g.Conv(x, 32, 1)));
        }),
    ];

    [Fact]
    public void Transforms_give_what_the_sums_give() => Check.Graphs(s_graphs, _ => 1200, batch: Batch);

    [Xunit.Fact]
    public void They_are_chosen_for_batches()
    {
        foreach (Graph graph in s_graphs)
        {
            var plans = new GpuTarget(Computation.Fast).Plan([graph], []).Variants[0].Plans;
            Assert.Contains(plans[1].Kernels, kernel => kernel is GpuWinogradOutputPlan);
        }
    }

    [Xunit.Fact]
    public void Direct_arithmetic_has_none()
    {
        var plans = new GpuTarget(Computation.Direct).Plan([s_graphs[0]], []).Variants[0].Plans;
        Assert.DoesNotContain(plans[1].Kernels, kernel => kernel is GpuWinogradOutputPlan);
    }
}
