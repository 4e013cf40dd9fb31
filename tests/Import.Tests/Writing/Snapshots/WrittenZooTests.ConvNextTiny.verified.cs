using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(224, 224, 3)]
public partial class ConvNextTiny
{
    [Block<ConvNorm>, Block<Stage>(3), Block<ConvNorm2>, Block<Stage>(3), Block<ConvNorm2>, Block<Stage>(9), Block<ConvNorm2>,
     Block<Stage>(3)]
    Layer features;

    [GlobalAveragePool, LayerNorm(Epsilon = 1e-6, Name = "classifier.0"), Flatten, Linear(1000, Name = "classifier.2")]
    Layer classifier;

    /// <summary>Convolution, normalisation, activation.</summary>
    [Block]
    public partial class ConvNorm
    {
        [Prefix(""), Conv(96, 4, Stride = 4, Padding = 0), LayerNorm(Epsilon = 1e-6)]   Layer layers;
    }

    /// <summary>Filter each channel, normalise, expand, project, and a shortcut.</summary>
    [Block]
    public partial class ConvNextBlock
    {
        [DepthwiseConv(7), LayerNorm(Epsilon = 1e-6, Name = "block.2"), Linear("4 * x.Channels", Name = "block.3"), Gelu,
         Linear("x.Channels", Name = "block.5")]
        Layer block;

        [Scale(Parameter = "")]   Layer layer_scale;

        Tensor Forward(Tensor x) => x + layer_scale(block(x));
    }

    /// <summary>Convolution, normalisation, activation.</summary>
    [Block]
    public partial class ConvNorm2
    {
        [Prefix(""), LayerNorm(Epsilon = 1e-6), Conv("2 * x.Channels", 2, Stride = 2)]   Layer layers;
    }

    /// <summary>Blocks one after another.</summary>
    [Block]
    public partial class Stage(int depth)
    {
        [Prefix(""), Block<ConvNextBlock>(Repeat = "depth")]   Layer layers;
    }
}