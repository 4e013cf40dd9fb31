using Fusion.Compiler.Graphs;
using Fusion.Compiler.Operations;

namespace Fusion.Benchmarks;

/// <summary>The training step of one convolution over a batch: its result, and the gradients of its weights and of its input.</summary>
/// <param name="Layer">The step as a network. Its result stands for the gradient of the result, too.</param>
/// <param name="MultiplyAdds">Of the convolution; the gradients have as many each.</param>
internal sealed record LayerStep(SingleLayer Layer, long MultiplyAdds)
{
    /// <summary>Layers of ResNets for small and for large pictures, of MobileNets, and first layers; of few samples each, so that a kernel
    /// ends within a few milliseconds.</summary>
    public static IReadOnlyList<LayerStep> Standard { get; } =
    [
        Of(2, 64, 64, 56), Of(2, 128, 128, 28), Of(4, 256, 256, 14), Of(8, 512, 512, 7), Of(16, 16, 16, 32), Of(32, 32, 32, 16),
        Of(64, 64, 64, 8), Of(64, 16, 32, 32, 3, 2), Of(2, 3, 64, 112, 7, 2), Of(32, 3, 16, 32),
        Of(8, 64, 256, 28, 1), Of(8, 256, 64, 28, 1), Of(16, 24, 144, 16, 1), Of(64, 16, 32, 32, 1, 2),
        Of(16, 96, 96, 32, 3, 1, 96), Of(16, 144, 144, 16, 3, 2, 144), Of(16, 240, 240, 14, 5, 1, 240), Of(2, 128, 128, 28, 3, 1, 32),
    ];

    public static LayerStep Of(int samples, int inputs, int outputs, int size, int kernel = 3, int stride = 1, int groups = 1)
    {
        int padding = kernel / 2;
        var conv = new Conv(SingleLayer.Path, outputs, [1, kernel, kernel], [1, stride, stride], [1, 1, 1], [0, padding, padding], groups,
            Bias: false);
        var builder = new GraphBuilder("Step");
        int x = builder.Input("x", samples, size, size, inputs);
        int y = builder.Add(conv, [x], SingleLayer.Path);
        builder.Output("y", y);
        builder.Output("weights", builder.Add(new ConvWeightGradient(conv), [x, y], "weights"));
        builder.Output("inputs", builder.Add(new ConvInputGradient(conv, builder[x].Shape), [y], "inputs"));
        string kind = groups == 1 ? "" : groups == inputs ? " depthwise" : $" {groups} groups";
        string name = $"{kernel}×{kernel}{(stride == 1 ? "" : $"/{stride}")}{kind} {inputs}→{outputs} @{size}², batch {samples}";
        Graph graph = builder.Build();
        return new LayerStep(new SingleLayer(name, graph), conv.MultiplyAdds([builder[x].Shape], builder[y].Shape));
    }
}
