namespace Fusion.Zoo;

/// <summary>EfficientNet's block: expand, filter each channel, weigh the channels, project.</summary>
[Block]
public partial class MBConv(int expand, int kernel, int outputs, int stride = 1)
{
    [Block<ConvNorm>("expand * x.Channels", 1, Activation.Silu, When = "expand > 1"),
     Block<ConvNorm>("expand * x.Channels", "kernel", Activation.Silu, "stride", "expand * x.Channels"),
     SqueezeExcite(Channels = "x.Channels / 4", Inner = Activation.Silu),
     Block<ConvNorm>("outputs", 1, Activation.None)]
    Layer block;

    Tensor Forward(Tensor x) => stride == 1 && x.Channels == outputs ? x + block(x) : block(x);
}

/// <summary>Blocks of one width, of which only the first may halve the size.</summary>
[Block]
public partial class MBConvStage(int expand, int kernel, int outputs, int repeats, double width, double depth, int stride = 1)
{
    [Block<MBConv>("expand, kernel, Widths.MakeDivisible(width * outputs), index == 0 ? stride : 1",
        Repeat = "(int)Math.Ceiling(depth * repeats)", Name = "{index}")]
    Layer blocks;
}

/// <summary>
/// EfficientNet (Tan and Le 2019), whose variants differ in width and depth. Parameters are named as in torchvision's
/// <c>efficientnet_b0</c> and its sisters.
/// </summary>
[Block]
public partial class EfficientNet(double width, double depth)
{
    [Prefix("features.0"), Block<ConvNorm>("Widths.MakeDivisible(32 * width)", 3, Activation.Silu, 2)]   Layer stem;
    [Prefix("features.1"), Block<MBConvStage>(1, 3, 16,  1, "width, depth")]                             Layer stage1;
    [Prefix("features.2"), Block<MBConvStage>(6, 3, 24,  2, "width, depth, stride: 2")]                  Layer stage2;
    [Prefix("features.3"), Block<MBConvStage>(6, 5, 40,  2, "width, depth, stride: 2")]                  Layer stage3;
    [Prefix("features.4"), Block<MBConvStage>(6, 3, 80,  3, "width, depth, stride: 2")]                  Layer stage4;
    [Prefix("features.5"), Block<MBConvStage>(6, 5, 112, 3, "width, depth")]                             Layer stage5;
    [Prefix("features.6"), Block<MBConvStage>(6, 5, 192, 4, "width, depth, stride: 2")]                  Layer stage6;
    [Prefix("features.7"), Block<MBConvStage>(6, 3, 320, 1, "width, depth")]                             Layer stage7;
    [Prefix("features.8"), Block<ConvNorm>("4 * Widths.MakeDivisible(320 * width)", 1, Activation.Silu)] Layer top;
    [Prefix("classifier.1"), GlobalAveragePool, Dropout, Linear(1000)]                                   Layer classifier;
}

/// <summary>EfficientNet-B0, of 5.3 million parameters.</summary>
[FusedNetwork(224, 224, 3), With<EfficientNet>("width: 1, depth: 1")]
public partial class EfficientNetB0;
