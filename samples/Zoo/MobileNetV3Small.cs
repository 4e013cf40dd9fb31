namespace Fusion.Zoo;

/// <summary>MobileNetV3-Small (Howard et al. 2019). Parameters are named as in torchvision's <c>mobilenet_v3_small</c>.</summary>
[FusedNetwork(224, 224, 3)]
public partial class MobileNetV3Small
{
    [Block<ConvNorm>(16, 3, Activation.HardSwish, 2, 1, 0.001),
     Block<Bneck>(3, 16,  16, true,  Activation.Relu, 2),
     Block<Bneck>(3, 72,  24, false, Activation.Relu, 2),
     Block<Bneck>(3, 88,  24, false, Activation.Relu),
     Block<Bneck>(5, 96,  40, true,  Activation.HardSwish, 2),
     Block<Bneck>(5, 240, 40, true,  Activation.HardSwish, Repeat = 2),
     Block<Bneck>(5, 120, 48, true,  Activation.HardSwish),
     Block<Bneck>(5, 144, 48, true,  Activation.HardSwish),
     Block<Bneck>(5, 288, 96, true,  Activation.HardSwish, 2),
     Block<Bneck>(5, 576, 96, true,  Activation.HardSwish, Repeat = 2),
     Block<ConvNorm>(576, 1, Activation.HardSwish, 1, 1, 0.001), GlobalAveragePool]   Layer features;
    [Linear(1024), HardSwish, Dropout, Linear(1000)]                                  Layer classifier;
}
