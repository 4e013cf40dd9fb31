using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

public sealed class ConvolutionTests
{
    [Fact]
    public void Pointwise_convolutions_of_every_size()
    {
        var graphs = new List<Graph>();
        foreach (int pixels in new[] { 1, 5, 6, 7, 13, 14, 15, 29 })
            foreach (int outputs in new[] { 1, 7, 16, 24, 33, 64, 130 })
                graphs.Add(Conv(1, pixels, inputs: 19, outputs, kernel: 1));
        Check.Graphs(graphs, _ => 20);
    }

    [Fact]
    public void Square_kernels_with_strides_paddings_and_dilations()
    {
        var graphs = new List<Graph>();
        foreach (int kernel in new[] { 2, 3, 5, 7 })
            foreach (int stride in new[] { 1, 2, 3 })
                foreach (int dilation in new[] { 1, 2 })
                    graphs.Add(Conv(17, 13, inputs: 3, outputs: 24, kernel, stride, dilation, padding: dilation * (kernel - 1) / 2));
        Check.Graphs(graphs, _ => 150);
    }

    [Fact]
    public void Groups_of_every_width()
    {
        var graphs = new List<Graph>();
        foreach (var (channels, groups) in new[] { (8, 2), (12, 4), (64, 2), (64, 32), (34, 17) })
            graphs.Add(Conv(9, 10, channels, channels, kernel: 3, padding: 1, groups: groups));
        graphs.Add(Conv(5, 5, inputs: 6, outputs: 18, kernel: 3, padding: 1, groups: 6));
        Check.Graphs(graphs, _ => 300);
    }

    [Fact]
    public void Depthwise_convolutions_of_every_width()
    {
        var graphs = new List<Graph>();
        foreach (int channels in new[] { 2, 7, 16, 24, 40 })
            foreach (int kernel in new[] { 3, 5 })
                foreach (int stride in new[] { 1, 2 })
                    graphs.Add(Conv(15, 17, channels, channels, kernel, stride, padding: kernel / 2, groups: channels));
        Check.Graphs(graphs, _ => 30);
    }

    /// <summary>So many channels that the next ones are fetched, row by row, while some are filtered; the last are no whole
    /// block.</summary>
    [Fact]
    public void Depthwise_convolutions_of_many_channels()
    {
        var graphs = new List<Graph>();
        foreach (int kernel in new[] { 3, 5 })
            foreach (int stride in new[] { 1, 2 })
                graphs.Add(Conv(9, 7, inputs: 282, outputs: 282, kernel, stride, padding: kernel / 2, groups: 282));
        Check.Graphs(graphs, _ => 30);
    }

    private static Graph Conv(int height, int width, int inputs, int outputs, int kernel, int stride = 1, int dilation = 1, int padding = 0,
        int groups = 1)
    {
        var builder = new GraphBuilder("Conv");
        int x = builder.Input("x", height, width, inputs);
        builder.Output("y", builder.Add(new Conv("conv", outputs, [kernel, kernel], [stride, stride], [dilation, dilation],
            [padding, padding], groups, true), [x], "conv"));
        return builder.Build();
    }
}
