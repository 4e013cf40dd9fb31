using Fusion.Training;

namespace Fusion.Benchmarks.Networks;

/// <summary>Convolution, BatchNorm, ReLU6.</summary>
[Block]
public partial class ConvNorm(int outputs, int kernel, int stride = 1, int groups = 1)
{
    [Prefix("")]
    [Conv("outputs", "kernel", Stride = "stride", Groups = "groups"), BatchNorm, Relu6]
    Layer layers;
}

/// <summary>Expand, filter each channel, project; the shortcut joins the narrow ends.</summary>
[Block]
public partial class InvertedResidual(int expand, int outputs, int stride = 1)
{
    [Block<ConvNorm>("expand * x.Channels", 1, When = "expand > 1"),
     Block<ConvNorm>("expand * x.Channels", 3, "stride", "expand * x.Channels"),
     Conv("outputs", 1), BatchNorm]
    Layer conv;

    Tensor Forward(Tensor x) => stride == 1 && x.Channels == outputs ? x + conv(x) : conv(x);
}

/// <summary>MobileNetV2 (Sandler et al., arXiv 1801.04381) on small pictures, without the dropout before its classifier: random masks
/// cannot be compared. Parameters are named as in torchvision's <c>mobilenet_v2</c>.</summary>
[FusedNetwork(64, 64, 3)]
public partial class MobileNetV2
{
    [Block<ConvNorm>(32, 3, 2),
     Block<InvertedResidual>(1, 16),
     Block<InvertedResidual>(6, 24, 2),  Block<InvertedResidual>(6, 24),
     Block<InvertedResidual>(6, 32, 2),  Block<InvertedResidual>(6, 32,  Repeat = 2),
     Block<InvertedResidual>(6, 64, 2),  Block<InvertedResidual>(6, 64,  Repeat = 3),
     Block<InvertedResidual>(6, 96,      Repeat = 3),
     Block<InvertedResidual>(6, 160, 2), Block<InvertedResidual>(6, 160, Repeat = 2),
     Block<InvertedResidual>(6, 320),
     Block<ConvNorm>(1280, 1)]                                                          Layer features;
    [GlobalAveragePool, Linear(1000, Name = "classifier.1")]                            Layer classifier;
}

/// <summary>Its training.</summary>
[Training(typeof(MobileNetV2), Batch = 16)]
[CrossEntropy, Sgd(Momentum = 0.9, WeightDecay = 5e-4)]
public sealed partial class MobileNetV2Training;
