using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(56, 56, 24)]
public partial class MBConvBlock
{
    [Block<InvertedResidual>]   Layer block;

    /// <summary>Convolution, normalisation, activation.</summary>
    [Block]
    public partial class ConvNorm(int outputs, int kernel, Activation activation, int groups = 1)
    {
        [Prefix(""), Conv("outputs", "kernel", Groups = "groups"), BatchNorm, Activate("activation")]   Layer layers;
    }

    /// <summary>Expand, filter each channel, project; the shortcut joins the narrow ends.</summary>
    [Block]
    public partial class InvertedResidual
    {
        [Block<ConvNorm>(144, 1, Activation.Silu), Block<ConvNorm>(144, 3, Activation.Silu, 144),
         SqueezeExcite(Reduction = 24, Inner = Activation.Silu), Block<ConvNorm>(24, 1, Activation.None)]
        Layer block;

        Tensor Forward(Tensor x) => x + block(x);
    }
}