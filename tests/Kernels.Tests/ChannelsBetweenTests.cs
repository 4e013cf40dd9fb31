using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Kernels.Tests.Support;
using Target = Fusion.Compiler.Schedule.Cpu.InstructionSet;

namespace Fusion.Kernels.Tests;

/// <summary>Values whose pixels would lie in few sets of a cache have a cache line between them.</summary>
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
        // Of which every other pixel is made, and twice as many channels.
        Build.Graph("Strided", g => g.Output("y", g.Conv(g.ConvNormRelu(g.Input("x", 18, 20, 8), 2048, 1), 16, 1, stride: 2))),
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
        // Read by a depthwise convolution, which writes into few sets, too.
        Separable("Many", 12, 11, 512, kernel: 3, stride: 1),
        Separable("Wide", 5, 40, 256, kernel: 5, stride: 2),
        Separable("Dilated", 9, 9, 512, kernel: 3, stride: 1, dilation: 2),
        // In bands.
        Separable("Bands", 84, 90, 64, kernel: 3, stride: 1),
    ];

    private static readonly Graph[] s_together =
    [
        // Read by a filter of several taps or by others than convolutions, with few pixels, or of other sizes.
        Build.Graph("Taps", g => g.Output("y", g.Conv(g.ConvNormRelu(g.Input("x", 9, 9, 4), 1024, 1), 4, 3))),
        Build.Graph("Mean", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 9, 9, 4), 1024, 1);
            g.Output("y", g.Conv(x, 8, 1));
            g.Output("pool", g.MaxPool(x, 3, 3));
        }),
        Build.Graph("Few", g => g.Output("y", g.Conv(g.ConvNormRelu(g.Input("x", 7, 7, 4), 1024, 1), 4, 1))),
        Separable("Odd", 12, 11, 528, kernel: 3, stride: 1),
        Separable("Near", 6, 6, 128, kernel: 3, stride: 1),
        Separable("Thin", 60, 60, 32, kernel: 3, stride: 1),
        Build.Graph("Input", g => g.Output("y", g.Conv(g.Input("x", 12, 12, 512), 512, 3, groups: 512))),
        Build.Graph("Other", g => g.Output("y", g.Conv(g.ConvNormRelu(g.Input("x", 9, 9, 4), 1008, 1), 4, 1))),
    ];

    [Fact]
    public void Only_where_many_pixels_are_read_together()
    {
        Assert.All(s_apart, graph => Assert.NotEmpty(Apart(graph)));
        Assert.All(s_together, graph => Assert.Empty(Apart(graph)));
    }

    [Fact]
    public void Results_are_the_same() => Check.Graphs([.. s_apart, .. s_together], _ => 2200);

    private static IEnumerable<Fusion.Compiler.Schedule.View> Apart(Graph graph) =>
        Scheduler.Schedule(RewritePipeline.Run(graph, new FusionNotes()), Target.Avx512, new WeightLayout(Target.Avx512)).Kernels
            .SelectMany(kernel => kernel is BandPlan bands ? bands.Parts.SelectMany(part => part.Writes) : kernel.Writes)
            .Where(view => view.Buffer.SpareChannels > 0);

    private static Graph Separable(string name, int height, int width, int channels, int kernel, int stride, int dilation = 1) =>
        Build.Graph(name, g =>
        {
            int x = g.ConvNormRelu(g.Input("x", height, width, 4), channels, 1);
            x = g.Relu(g.Norm(g.Conv(x, channels, kernel, stride, dilation, groups: channels)));
            g.Output("y", g.Conv(x, 12, 1));
        });
}
