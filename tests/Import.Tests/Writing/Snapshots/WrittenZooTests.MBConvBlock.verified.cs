namespace Sample;

/// <summary>Convolution, normalisation, activation.</summary>
[Block]
public partial class ConvNorm(int width, int kernel, Activation activation, int groups = 1)
{
    [Prefix(""), Conv("width", "kernel", Groups = "groups"), BatchNorm, Activate("activation")]   Layer layers;
}

/// <summary>Layers and a shortcut around them.</summary>
[Block]
public partial class SeResidual
{
    [Block<ConvNorm>(144, 1, Activation.Silu), Block<ConvNorm>(144, 3, Activation.Silu, 144),
     SqueezeExcite(Channels = 6, Inner = Activation.Silu), Block<ConvNorm>(24, 1, Activation.None)]
    Layer block;

    Tensor Forward(Tensor x) => x + block(x);
}

[FusedNetwork(56, 56, 24)]
public partial class MBConvBlock
{
    [Block<SeResidual>]   Layer block;
}