using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Kernels.Tests.Support;
using Target = Fusion.Compiler.Schedule.Cpu.InstructionSet;

namespace Fusion.Kernels.Tests;

/// <summary>Values whose pixels would lie 4096 bytes apart, all in one set of a cache, have a cache line between them.</summary>
public sealed class ChannelsBetweenTests
{
    private static readonly Graph[] s_apart =
    [
        Build.Graph("Bottleneck", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 9, 8, 16), 1024, 1);
            int y = g.ConvNorm(g.ConvNormRelu(g.ConvNormRelu(x, 32, 1), 32, 3), 1024, 1);
            g.Output("y", g.Conv(g.Relu(g.Sum(x, y)), 24, 1));
        }),
        // A stride of two pixels, and twice as many channels.
        Build.Graph("Strided", g => g.Output("y", g.Conv(g.ConvNormRelu(g.Input("x", 10, 11, 8), 2048, 1), 16, 1, stride: 2))),
        Build.Graph("Concat", g =>
        {
            int x = g.Input("x", 8, 9, 12);
            g.Output("y", g.ConvNormRelu(g.Concat(g.ConvNormRelu(x, 512, 3), g.ConvNormRelu(x, 512, 1)), 20, 1));
        }),
        Build.Graph("Branches", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 9, 9, 4), 1024, 3);
            g.Output("left", g.Conv(x, 8, 1));
            g.Output("right", g.Relu(g.Norm(g.Conv(x, 40, 1, stride: 2))));
        }),
    ];

    private static readonly Graph[] s_together =
    [
        // Read by a filter of several taps, by others than convolutions, as a result, or with few pixels or other sizes.
        Build.Graph("Taps", g => g.Output("y", g.Conv(g.ConvNormRelu(g.Input("x", 9, 9, 4), 1024, 1), 4, 3))),
        Build.Graph("Mean", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 9, 9, 4), 1024, 1);
            g.Output("y", g.Conv(x, 8, 1));
            g.Output("pool", g.MaxPool(x, 3, 3));
        }),
        Build.Graph("Few", g => g.Output("y", g.Conv(g.ConvNormRelu(g.Input("x", 7, 7, 4), 1024, 1), 4, 1))),
        Build.Graph("Other", g => g.Output("y", g.Conv(g.ConvNormRelu(g.Input("x", 9, 9, 4), 1008, 1), 4, 1))),
    ];

    [Fact]
    public void Only_where_single_taps_read_many_pixels()
    {
        Assert.All(s_apart, graph => Assert.NotEmpty(Apart(graph)));
        Assert.All(s_together, graph => Assert.Empty(Apart(graph)));
    }

    [Fact]
    public void Results_are_the_same() => Check.Graphs([.. s_apart, .. s_together], _ => 2200);

    private static IEnumerable<Fusion.Compiler.Schedule.View> Apart(Graph graph) =>
        Scheduler.Schedule(RewritePipeline.Run(graph, new FusionNotes()), Target.Avx512, new WeightLayout(Target.Avx512)).Kernels
            .SelectMany(kernel => kernel.Writes).Where(view => view.Buffer.Channels % 1024 == 16);
}
