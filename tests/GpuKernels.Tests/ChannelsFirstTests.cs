using Fusion.Gpu;
using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Networks whose caller has the channels first give the bits of the same networks whose caller has them last.</summary>
public sealed class ChannelsFirstTests
{
    private static readonly Graph[] s_graphs =
    [
        Build.Graph("Image", g => g.Output("y", g.Linear(g.Mean(g.ConvNormRelu(g.Input("x", 9, 7, 3), 16, 3)), 5))),
        Build.Graph("Map", g => g.Output("y", g.Conv(g.Input("x", 5, 6, 8), 12, 1))),
        Build.Graph("Text", g => g.Output("y", g.Linear(g.Input("x", 11, 6), 5))),
        Build.Graph("Frames", g => g.Output("y", g.Conv(g.Input("x", 3, 4, 5, 4), 7, 3))),
        Build.Graph("Two", g =>
        {
            int x = g.Input("x", 4, 5, 6);
            g.Output("part", g.Slice(x, 2, 3));
            g.Output("sum", g.Sum(x, g.Input("z", 4, 5, 6)));
            g.Output("vector", g.Mean(x));
        }),
    ];

    [Fact]
    public void Compute_the_same_bits()
    {
        const int samples = 3;
        CompiledGpuNetwork[] last = CompiledGpuNetwork.Build(s_graphs);
        CompiledGpuNetwork[] first =
            CompiledGpuNetwork.Build([.. s_graphs.Select(graph => graph with { Layout = Fusion.Compiler.Layout.Nchw })]);
        for (int i = 0; i < s_graphs.Length; i++)
        {
            Graph graph = s_graphs[i];
            var random = new Random(2);
            float[][] inputs = [.. graph.Inputs.Select(node =>
                Enumerable.Range(0, (int)node.Shape.Elements * samples).Select(_ => random.NextSingle() * 2 - 1).ToArray())];
            float[][] turned = [.. graph.Inputs.Select((node, input) => First(inputs[input], node.Shape))];
            float[][] expected = Run(last[i], inputs, samples), found = Run(first[i], turned, samples);
            for (int output = 0; output < expected.Length; output++)
                Assert.Equal(First(expected[output], graph.Nodes[graph.Outputs[output].Node].Shape), found[output]);
        }
    }

    private static float[][] Run(CompiledGpuNetwork compiled, float[][] inputs, int samples)
    {
        float[][] outputs =
            [.. compiled.Graph.Outputs.Select(output => new float[compiled.Graph.Nodes[output.Node].Shape.Elements * samples])];
        StateDict weights = RandomWeights.Of(compiled.Graph, 1);
        using var network = new NetworkRun(compiled, weights, new GpuOptions { Batch = 2 });
        network.Run(inputs, outputs);
        return outputs;
    }

    /// <summary>Samples with their channels last, as they are with the channels first.</summary>
    private static float[] First(float[] values, Shape shape)
    {
        int channels = shape.Channels, pixels = shape.Pixels;
        float[] turned = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int sample = i / (channels * pixels), pixel = i / channels % pixels, channel = i % channels;
            turned[(sample * channels + channel) * pixels + pixel] = values[i];
        }
        return turned;
    }
}
