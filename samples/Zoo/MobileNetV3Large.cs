namespace Fusion.Zoo;

/// <summary>
/// MobileNetV3's bottleneck: kernel, expanded width, outputs, squeeze and excitation, non-linearity, stride, as in the paper's table.
/// </summary>
[Block]
public partial class Bneck(int kernel, int expanded, int outputs, bool se, Activation activation, int stride = 1)
{
    [Block<ConvNorm>("expanded", 1, "activation", 1, 1, 0.001, When = "expanded != x.Channels"),
     Block<ConvNorm>("expanded", "kernel", "activation", "stride", "expanded", 0.001),
     SqueezeExcite(Channels = "Widths.MakeDivisible(expanded / 4)", Gate = Activation.HardSigmoid, When = "se"),
     Block<ConvNorm>("outputs", 1, Activation.None, 1, 1, 0.001)]
    Layer block;

    Tensor Forward(Tensor x) => stride == 1 && x.Channels == outputs ? x + block(x) : block(x);
}

/// <summary>MobileNetV3-Large (Howard et al. 2019). Parameters are named as in torchvision's <c>mobilenet_v3_large</c>.</summary>
[FusedNetwork(224, 224, 3)]
public partial class MobileNetV3Large
{
    [Block<ConvNorm>(16, 3, Activation.HardSwish, 2, 1, 0.001),
     Block<Bneck>(3, 16,  16,  false, Activation.Relu),
     Block<Bneck>(3, 64,  24,  false, Activation.Relu, 2),
     Block<Bneck>(3, 72,  24,  false, Activation.Relu),
     Block<Bneck>(5, 72,  40,  true,  Activation.Relu, 2),
     Block<Bneck>(5, 120, 40,  true,  Activation.Relu, Repeat = 2),
     Block<Bneck>(3, 240, 80,  false, Activation.HardSwish, 2),
     Block<Bneck>(3, 200, 80,  false, Activation.HardSwish),
     Block<Bneck>(3, 184, 80,  false, Activation.HardSwish, Repeat = 2),
     Block<Bneck>(3, 480, 112, true,  Activation.HardSwish),
     Block<Bneck>(3, 672, 112, true,  Activation.HardSwish),
     Block<Bneck>(5, 672, 160, true,  Activation.HardSwish, 2),
     Block<Bneck>(5, 960, 160, true,  Activation.HardSwish, Repeat = 2),
     Block<ConvNorm>(960, 1, Activation.HardSwish, 1, 1, 0.001), GlobalAveragePool]   Layer features;
    [Linear(1280), HardSwish, Dropout, Linear(1000)]                                  Layer classifier;
}
