using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Sizes just within the limits: the code compiles, although it counts in billions. To run it would take tens of
/// gigabytes.</summary>
public sealed class LargeSizeTests
{
    [Fact]
    public void Code_for_billions_of_elements_compiles()
    {
        Graph[] graphs =
        [
            // From the first tap of a column to the place behind the last is more than 32 bits can count.
            Build.Graph("Dilated", g => g.Output("y", g.Conv(g.Input("x", 14_000, 14_000, 1), 1, 3, dilation: 16_000))),
            Build.Graph("Strided", g => g.Output("y", g.Conv(g.Input("x", 3, 3, 400), 5, 1, stride: 1 << 24))),
            // Values that lie beyond 32 bits in the workspace.
            Build.Graph("Workspace", g =>
            {
                int x = g.Conv(g.Input("x", 45_000, 45_000, 1), 1, 3);
                g.Output("y", g.Sum(g.Conv(g.Add(new Silu(), g.Conv(x, 1, 3)), 1, 3), x));
            }),
            Build.Graph("Outputs", g => g.Output("y", g.Linear(g.Input("x", 1), 2_000_000_000))),
            Build.Graph("Inputs", g => g.Output("y", g.Linear(g.Input("x", 130_000_000), 16))),
            Build.Graph("Winograd", g => g.Output("y", g.ConvNormRelu(g.Input("x", 64, 1_500_000, 16), 16, 3))),
            Build.Graph("Pools", g => g.Output("y", g.Mean(g.MaxPool(g.Input("x", 2_000_000_000, 1), 2, 1)))),
        ];
        Assert.Equal(graphs.Length, CompiledNetwork.Build(graphs).Length);
    }

    /// <summary>A concatenation takes no zeros around it that it cannot count: its part is copied to where it has them.</summary>
    [Fact]
    public void A_halo_does_not_make_a_concatenation_too_large()
    {
        Graph graph = Build.Graph("Concat", g =>
        {
            int x = g.Input("x", 10_000, 10_000, 1), part = g.Relu(g.Conv(x, 1, 1));
            g.Output("y", g.Concat(part, g.Conv(x, 9, 1)));
            g.Output("z", g.Conv(part, 1, 3, dilation: 12_000));
        });
        Assert.NotNull(CompiledNetwork.Build(graph));
    }
}
