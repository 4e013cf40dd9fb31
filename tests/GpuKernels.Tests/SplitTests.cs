using Fusion.Compiler.Emit.Gpu;
using Fusion.Compiler.Schedule.Gpu;
using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Convolutions whose depth is cut into parts, because they have too few positions to fill a device.</summary>
public sealed class SplitTests
{
    private static readonly Graph[] s_graphs =
    [
        Build.Graph("Pointwise", g =>
        {
            int x = g.Input("x", 7, 7, 1024);
            g.Output("y", g.Relu(g.Sum(g.ConvNorm(x, 48, 1), g.Slice(x, 16, 48))));
        }),
        Build.Graph("ThreeByThree", g => g.Output("y", g.ConvNormRelu(g.Input("x", 7, 5, 130), 33, 3))),
        Build.Graph("Odd", g => g.Output("y", g.Add(new Silu(), g.Conv(g.Input("x", 3, 4, 701), 19, 3, stride: 2)))),
        Build.Graph("Slice", g =>
        {
            int x = g.Input("x", 5, 5, 512);
            g.Output("y", g.Concat(g.Conv(x, 20, 1), g.Conv(x, 36, 3)));
        }),
        // The kernel that adds the parts also adds up the positions.
        Build.Graph("Squeeze", g => g.Output("y", g.SqueezeExcite(g.ConvNormRelu(g.Input("x", 7, 7, 160), 64, 3), 16))),
        Build.Graph("SqueezeOfFewChannels", g => g.Output("y", g.SqueezeExcite(g.Conv(g.Input("x", 9, 11, 99), 10, 3), 4))),
        Build.Graph("SqueezeOfManyPixels", g => g.Output("y", g.Mean(g.ConvNormRelu(g.Input("x", 52, 47, 64), 22, 3)))),
    ];

    [Fact]
    public void Parts_add_up() => Check.Graphs(s_graphs, _ => 4000);

    /// <summary>Where there are many samples, tiles are larger, and nothing is cut.</summary>
    [Fact]
    public void Batches_have_kernels_of_their_own() => Check.Graphs(
    [
        .. s_graphs, Build.Graph("Wide", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 9, 9, 16), 136, 3);
            g.Output("y", g.Sum(g.SqueezeExcite(g.ConvNorm(x, 136, 1), 4), x));
        }),
    ], _ => 4000, batch: 9);

    [Xunit.Fact]
    public void They_are_cut()
    {
        foreach (Graph graph in s_graphs)
        {
            var kernels = new GpuTarget(Computation.Fast).Plan([graph], []).Variants[0].Plans[0].Kernels;
            Assert.Contains(kernels, kernel => kernel is GpuConvolutionPlan { Splits: > 1 });
        }
    }
}
