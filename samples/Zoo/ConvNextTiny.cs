namespace Fusion.Zoo;

/// <summary>ConvNeXt-Tiny (Liu et al. 2022). Parameters are named as in torchvision's <c>convnext_tiny</c>.</summary>
[FusedNetwork(224, 224, 3)]
public partial class ConvNextTiny
{
    [Block<ConvNextStem>(96),
     Block<ConvNextStage>(3),
     Block<ConvNextReduction>(192), Block<ConvNextStage>(3),
     Block<ConvNextReduction>(384), Block<ConvNextStage>(9),
     Block<ConvNextReduction>(768), Block<ConvNextStage>(3), GlobalAveragePool]   Layer features;
    [LayerNorm(Epsilon = 1e-6), Flatten, Linear(1000)]                            Layer classifier;
}

/// <summary>Patches of 4×4 pixels.</summary>
[Block]
public partial class ConvNextStem(int outputs)
{
    [Prefix(""), Conv("outputs", 4, Stride = 4, Padding = 0), LayerNorm(Epsilon = 1e-6)]   Layer layers;
}

/// <summary>Half the positions, before a stage.</summary>
[Block]
public partial class ConvNextReduction(int outputs)
{
    [Prefix(""), LayerNorm(Epsilon = 1e-6), Conv("outputs", 2, Stride = 2, Padding = 0)]   Layer layers;
}

/// <summary>Blocks of one size.</summary>
[Block]
public partial class ConvNextStage(int depth)
{
    [Prefix(""), Block<ConvNextBlock>(Repeat = "depth")]   Layer blocks;
}

/// <summary>torchvision's <c>CNBlock</c>: what it permutes has numbers of its own.</summary>
[Block]
public partial class ConvNextBlock
{
    [DepthwiseConv(7, Name = "block.0"), LayerNorm(Epsilon = 1e-6, Name = "block.2"), Linear("4 * x.Channels", Name = "block.3"), Gelu,
     Linear("x.Channels", Name = "block.5"), Scale(Name = "layer_scale", Parameter = "")]   Layer branch;

    Tensor Forward(Tensor x) => x + branch(x);
}
