namespace Fusion.Zoo;

/// <summary>Expand, filter each channel, project; the shortcut joins the narrow ends.</summary>
[Block]
public partial class InvertedResidual(int expand, int outputs, int stride = 1)
{
    [Block<ConvNorm>("expand * x.Channels", 1, Activation.Relu6, When = "expand > 1"),
     Block<ConvNorm>("expand * x.Channels", 3, Activation.Relu6, "stride", "expand * x.Channels"),
     Conv("outputs", 1), BatchNorm]
    Layer conv;

    Tensor Forward(Tensor x) => stride == 1 && x.Channels == outputs ? x + conv(x) : conv(x);
}

/// <summary>MobileNetV2 (Sandler et al. 2018). Parameters are named as in torchvision's <c>mobilenet_v2</c>.</summary>
[FusedNetwork(224, 224, 3)]
public partial class MobileNetV2
{
    [Block<ConvNorm>(32, 3, Activation.Relu6, 2),
     Block<InvertedResidual>(1, 16),
     Block<InvertedResidual>(6, 24, 2),  Block<InvertedResidual>(6, 24),
     Block<InvertedResidual>(6, 32, 2),  Block<InvertedResidual>(6, 32,  Repeat = 2),
     Block<InvertedResidual>(6, 64, 2),  Block<InvertedResidual>(6, 64,  Repeat = 3),
     Block<InvertedResidual>(6, 96,      Repeat = 3),
     Block<InvertedResidual>(6, 160, 2), Block<InvertedResidual>(6, 160, Repeat = 2),
     Block<InvertedResidual>(6, 320),
     Block<ConvNorm>(1280, 1, Activation.Relu6)]                                        Layer features;
    [GlobalAveragePool, Dropout, Linear(1000, Name = "classifier.1")]                   Layer classifier;
}
