namespace Fusion.Zoo;

/// <summary>Squeeze to few channels, expand with 1×1 and 3×3 side by side.</summary>
[Block]
public partial class Fire(int squeezed, int expanded)
{
    [Conv("squeezed", 1), Relu]   Layer squeeze;
    [Conv("expanded", 1), Relu]   Layer expand1x1;
    [Conv("expanded", 3), Relu]   Layer expand3x3;

    Tensor Forward(Tensor x)
    {
        var s = squeeze(x);
        return Concat(expand1x1(s), expand3x3(s));
    }
}

/// <summary>SqueezeNet 1.1 (Iandola et al. 2016). Parameters are named as in torchvision's <c>squeezenet1_1</c>.</summary>
[FusedNetwork(224, 224, 3)]
public partial class SqueezeNet11
{
    [Conv(64, 3, Stride = 2, Padding = 0), Relu,                               MaxPool(3, Stride = 2, CeilMode = true),
     Block<Fire>(16, 64, Repeat = 2),                                          MaxPool(3, Stride = 2, CeilMode = true),
     Block<Fire>(32, 128, Repeat = 2),                                         MaxPool(3, Stride = 2, CeilMode = true),
     Block<Fire>(48, 192, Repeat = 2), Block<Fire>(64, 256, Repeat = 2)]       Layer features;
    [Dropout, Conv(1000, 1, Name = "classifier.1"), Relu, GlobalAveragePool]   Layer classifier;
}
