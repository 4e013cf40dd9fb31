namespace Fusion.Training.Tests.Networks;

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

/// <summary>The blocks of MobileNetV2 (Sandler et al., arXiv 1801.04381), fewer and narrower.</summary>
[FusedNetwork(16, 16, 3)]
public partial class SmallMobileNetV2
{
    [Block<ConvNorm>(8, 3),
     Block<InvertedResidual>(1, 8),
     Block<InvertedResidual>(6, 12, 2), Block<InvertedResidual>(6, 12),
     Block<InvertedResidual>(6, 16, 2), Block<InvertedResidual>(6, 16),
     Block<ConvNorm>(32, 1)]                                               Layer features;
    [GlobalAveragePool, Linear(10, Name = "classifier.1")]                 Layer classifier;
}
