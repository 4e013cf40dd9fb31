namespace Fusion.Zoo;

/// <summary>RegNetY's block: a bottleneck that does not narrow, with groups of a fixed width, and squeeze and excitation. The squeeze has a
/// fourth of the block's input channels.</summary>
[Block]
public partial class YBlock(int width, int groupWidth, int stride)
{
    [Block<ConvNorm>("width", 1, Activation.Relu, Name = "f.a"),
     Block<ConvNorm>("width", 3, Activation.Relu, "stride", "width / groupWidth", Name = "f.b"),
     SqueezeExcite(Channels = "(int)Math.Round(0.25 * x.Channels)", Name = "f.se"),
     Block<ConvNorm>("width", 1, Activation.None, Name = "f.c")]
    Layer f;

    [Block<ConvNorm>("width", 1, Activation.None, "stride")]
    Layer proj;

    Tensor Forward(Tensor x) => Relu((stride == 1 && x.Channels == width ? x : proj(x)) + f(x));
}

/// <summary>Blocks of one width, the first of which halves the size.</summary>
[Block]
public partial class YStage(int number, int width, int depth, int groupWidth)
{
    [Block<YBlock>("width, groupWidth, stride: index == 0 ? 2 : 1", Repeat = "depth", Name = "block{number}-{index}")]
    Layer blocks;
}

/// <summary>RegNetY-400MF (Radosavovic et al. 2020). Parameters are named as in torchvision's <c>regnet_y_400mf</c>.</summary>
[FusedNetwork(224, 224, 3)]
public partial class RegNetY400MF
{
    private static readonly int[] StageWidths = [48, 104, 208, 440], StageDepths = [1, 3, 6, 6];

    [Block<ConvNorm>(32, 3, Activation.Relu, 2)]
    Layer stem;

    [Prefix("trunk_output.block{index + 1}"), Repeat(4)]
    [Block<YStage>("index + 1, StageWidths[index], StageDepths[index], groupWidth: 8")]
    Layer[] stages;

    [GlobalAveragePool, Linear(1000)]
    Layer fc;
}
