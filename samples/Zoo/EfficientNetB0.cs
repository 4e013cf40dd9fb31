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

/// <summary>EfficientNet-B0 (Tan and Le 2019). Parameters are named as in torchvision's <c>efficientnet_b0</c>.</summary>
[FusedNetwork(224, 224, 3)]
public partial class EfficientNetB0
{
    [Prefix("features.0"), Block<ConvNorm>(32, 3, Activation.Silu, 2)]                              Layer stem;
    [Prefix("features.1"), Block<MBConv>(1, 3, 16, Repeat = 1)]                                     Layer stage1;
    [Prefix("features.2"), Block<MBConv>(6, 3, 24, 2),  Block<MBConv>(6, 3, 24)]                    Layer stage2;
    [Prefix("features.3"), Block<MBConv>(6, 5, 40, 2),  Block<MBConv>(6, 5, 40)]                    Layer stage3;
    [Prefix("features.4"), Block<MBConv>(6, 3, 80, 2),  Block<MBConv>(6, 3, 80, Repeat = 2)]        Layer stage4;
    [Prefix("features.5"), Block<MBConv>(6, 5, 112),    Block<MBConv>(6, 5, 112, Repeat = 2)]       Layer stage5;
    [Prefix("features.6"), Block<MBConv>(6, 5, 192, 2), Block<MBConv>(6, 5, 192, Repeat = 3)]       Layer stage6;
    [Prefix("features.7"), Block<MBConv>(6, 3, 320, Repeat = 1)]                                    Layer stage7;
    [Prefix("features.8"), Block<ConvNorm>(1280, 1, Activation.Silu)]                               Layer top;
    [Prefix("classifier.1"), GlobalAveragePool, Dropout, Linear(1000)]                              Layer classifier;
}
