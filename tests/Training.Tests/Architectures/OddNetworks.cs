namespace Fusion.Training.Tests.Architectures;

/// <summary>Pictures made of pictures: reflected borders, norms of single pictures, and sizes that no factor gives.</summary>
[FusedNetwork(7, 5, 3)]
public partial class Painter
{
    [Pad(1, Mode = PadMode.Reflect), Conv(6, 3, Padding = 0), InstanceNorm(Affine = true), PRelu]   Layer inc;
    [Conv(8, 3, Stride = 2, Groups = 2), InstanceNorm, Silu]                                        Layer down;
    [ConvTranspose(6, 3, Stride = 2, Groups = 2)]                                                   Layer up;
    [Resize("(9, 8)", Mode = UpsampleMode.Bicubic), Conv(3, 1), Tanh]                               Layer outc;

    Tensor Forward(Tensor x)
    {
        var y = inc(x);
        return outc(up(down(y)) + y);
    }
}

/// <summary>Graphs: messages between nodes, normalised in two ways, and one logit.</summary>
[FusedNetwork]
public partial class Molecule
{
    [Linear(6)]   Layer first, second;
    [Linear(1)]   Layer head;

    Tensor Forward([Shape(5, 4)] Tensor nodes, [Shape(5, 5)] Tensor adjacency)
    {
        var x = Relu(Propagate(first(nodes), adjacency, GraphNormalization.Symmetric, selfLoops: true));
        x = Tanh(Propagate(second(x), adjacency, GraphNormalization.Mean));
        return head(GlobalMaxPool(x));
    }
}

/// <summary>Metric learning: unit vectors, and classes that are directions, too; another result that nothing is learnt from.</summary>
[FusedNetwork(9)]
public partial class Directions
{
    [Linear(6), Elu, Linear(4), Normalize]   Layer embed;
    [Parameter(3, 4)]                        Tensor classes;
    [Linear(2)]                              Layer unused;

    (Tensor logits, Tensor other) Forward(Tensor x)
    {
        var y = embed(x);
        return (Reshape(MatMul(Reshape(y, 1, 4), Normalize(classes), transposeB: true, scale: 8), 3), unused(y));
    }
}

/// <summary>Layers of memories in both directions, one that goes back, and attention that pools.</summary>
[FusedNetwork(6, 3)]
public partial class Memories
{
    [Lstm(4, Layers = 2, Bidirectional = true), Rnn(5, Reverse = true)]   Layer steps;
    [Linear(1), Softmax(Axes = Axes.Positions)]                           Layer attention;
    [Linear(3)]                                                           Layer head;

    Tensor Forward(Tensor x)
    {
        var y = steps(x);
        return head(GlobalSumPool(y * attention(y)));
    }
}

/// <summary>Sizes that nothing divides, gates, halves and pixels as channels.</summary>
[FusedNetwork(9, 7, 2)]
public partial class Uneven
{
    [Conv(8, 3, Stride = 2, Padding = Padding.Same), BatchNorm, HardSwish]                           Layer inc;
    [DepthwiseConv(3), BatchNorm, Relu6, SqueezeExcite(Reduction = 4)]                               Layer gated;
    [AveragePool(2, CeilMode = true), Conv(8, 1)]                                                    Layer low;
    [ConvTranspose(8, 3, Stride = 2, OutputPadding = "(0, 1)", Padding = 1)]                         Layer high;
    [Conv(4, "(3, 1)", Padding = 0), ChannelShuffle(2), LocalResponseNorm(3)]                        Layer last;
    [Flatten, Dropout(0), Linear(3)]                                                                 Layer head;

    Tensor Forward(Tensor x)
    {
        var y = inc(x);
        var (a, b) = Split(gated(y) + high(low(y)), 2);
        return head(last(Concat(a * Sigmoid(b), b)));
    }
}
