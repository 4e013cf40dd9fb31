using Fusion.Compiler;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Operations;

namespace Fusion.Benchmarks;

/// <summary>A network of one layer: a convolution or linear layer with bias and activation.</summary>
/// <param name="Name">Kernel, stride, channels and size of the input: <c>3×3/2 3→32 @224²</c>.</param>
internal sealed record SingleLayer(string Name, Graph Graph)
{
    /// <summary>What kernels of the layer itself are called; copies of inputs and outputs are called otherwise.</summary>
    public const string Path = "layer";

    private const long LeastMultiplyAdds = 200_000;

    /// <summary>The layers that oneDNN's convolutions are measured on, each with a ReLU.</summary>
    public static IReadOnlyList<SingleLayer> Standard { get; } =
    [
        Square(64, 256, 56), Square(256, 64, 56), Square(1024, 256, 14), Square(512, 2048, 7), Square(24, 144, 56),
        Square(96, 16, 112), Square(1152, 320, 7), Square(64, 64, 56, 3), Square(256, 256, 14, 3), Square(512, 512, 7, 3),
        Square(3, 64, 224, 7, 2), Square(3, 32, 224, 3, 2), Square(256, 512, 56, 1, 2), Square(32, 32, 112, 3, 1, 32),
        Square(144, 144, 56, 3, 1, 144),
        Square(144, 144, 56, 5, 2, 144), Square(480, 480, 14, 3, 1, 480), Square(672, 672, 14, 5, 1, 672),
        Square(1152, 1152, 7, 5, 1, 1152),
        Square(128, 128, 28, 3, 1, 32),
    ];

    /// <summary>A convolution of a square picture, with an activation: a ReLU unless another one is given.</summary>
    public static SingleLayer Square(
        int inputs, int outputs, int size, int kernel = 1, int stride = 1, int groups = 1, Operation? activation = null) =>
        Make(new Conv(Path, outputs, [kernel, kernel], [stride, stride], [1, 1], [kernel / 2, kernel / 2], groups, true),
            Shape.Of(size, size, inputs), activation ?? new Relu());

    /// <summary>A convolution of a network with bias and without activation.</summary>
    public static SingleLayer Bare(Conv conv, Shape input) => Make(conv with { Path = Path, Bias = true }, input, null);

    public static SingleLayer Product(int inputs, int outputs) => Make(new Linear(Path, outputs, true), Shape.Of(inputs), null);

    /// <summary>
    /// The different convolutions and linear layers of a network, each with the activation that follows it there; without the tiniest, such
    /// as those in gates, for which the profiles of the engines are too coarse.
    /// </summary>
    public static IReadOnlyList<SingleLayer> Of(Graph graph)
    {
        IReadOnlyList<IReadOnlyList<int>> consumers = graph.Consumers();
        return [.. graph.Nodes.Where(node => node.Operation is Conv or Linear).Select(FromNode)
            .Where(layer => layer.Graph.MultiplyAdds >= LeastMultiplyAdds).DistinctBy(layer => layer.Graph)];

        SingleLayer FromNode(Node node) => Make(
            node.Operation switch
            {
                Conv conv => conv with { Path = Path, Bias = true },
                Linear linear => linear with { Path = Path, Bias = true },
                var other => other,
            },
            graph.Nodes[node.Inputs[0]].Shape, ActivationAfter(node.Id));

        Operation? ActivationAfter(int id)
        {
            while (consumers[id].Count == 1 && graph.Nodes[consumers[id][0]].Operation is BatchNorm) id = consumers[id][0];
            return consumers[id].Count > 0 && graph.Nodes[consumers[id][0]].Operation is ElementwiseOperation activation
                ? activation
                : null;
        }
    }

    /// <summary>Linear layers with ReLU between them.</summary>
    /// <param name="widths">The values of the input, then of each layer.</param>
    public static SingleLayer Perceptron(string name, int[] widths)
    {
        var builder = new GraphBuilder("Perceptron");
        int value = builder.Input("input", widths[0]);
        for (int i = 1; i < widths.Length; i++)
        {
            if (i > 1) value = builder.Add(new Relu(), value);
            value = builder.Add(new Linear("layer" + i, widths[i], true), value);
        }
        builder.Output("output", value);
        return new SingleLayer(name, builder.Build());
    }

    /// <summary>An operation that has a kernel of its own.</summary>
    public static SingleLayer Map(Operation operation, params int[] input)
    {
        var builder = new GraphBuilder("Layer");
        builder.Output("output", builder.Add(operation, [builder.Input("input", input)], Path));
        return new SingleLayer(
            $"{operation.Kind}{(input.Length == 1 ? " " + input[0] : $" {input[^1]}{At(Shape.Of(input))}")}", builder.Build());
    }

    private static SingleLayer Make(Operation operation, Shape input, Operation? activation)
    {
        var builder = new GraphBuilder("Layer");
        int value = builder.Add(operation, [builder.Input("input", [.. input.Dimensions])], Path);
        if (activation is not null) value = builder.Add(activation, [value], Path);
        builder.Output("output", value);
        return new SingleLayer(Describe(operation, input) + (activation is null ? "" : $" {activation.Kind}"), builder.Build());
    }

    private static string Describe(Operation operation, Shape input)
    {
        if (operation is not Conv conv) return $"linear {input.Channels}→{((Linear)operation).Outputs}{At(input)}";
        string kernel = conv.Kernel.Count == 0 ? "linear" : string.Join("×", conv.Kernel);
        string stride = conv.Stride.All(step => step == 1) ? "" : "/" + string.Join(",", conv.Stride.Distinct());
        string groups = conv.Groups == 1 ? "" : conv.Groups == input.Channels ? "depthwise " : $"{conv.Groups} groups ";
        string channels = conv.Groups > 1 && conv.Groups == conv.Outputs ? $"{conv.Outputs}" : $"{input.Channels}→{conv.Outputs}";
        return $"{kernel}{stride} {groups}{channels}{At(input)}";
    }

    private static string At(Shape input) => input.SpatialRank == 0 ? ""
        : input.SpatialRank == 2 && input.Height == input.Width ? $" @{input.Width}²" : $" @{string.Join("×", input.Spatial)}";
}
