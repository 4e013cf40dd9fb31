using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(56, 56, 96)]
public partial class ConvNextUnit
{
    [Block<ConvNextBlock>]   Layer block;

    /// <summary>Filter each channel, normalise, expand, project, and a shortcut.</summary>
    [Block]
    public partial class ConvNextBlock
    {
        [DepthwiseConv(7), LayerNorm(Epsilon = 1e-6, Name = "block.2"), Linear(384, Name = "block.3"), Gelu,
         Linear(96, Name = "block.5")]
        Layer block;

        [Scale(Parameter = "")]   Layer layer_scale;

        Tensor Forward(Tensor x) => x + layer_scale(block(x));
    }
}