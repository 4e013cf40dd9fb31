using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(224, 224, 3)]
public partial class SeResNet50
{
    [Conv(64, 7, Stride = 2), BatchNorm, Relu, MaxPool(3, Stride = 2, Padding = 1)]   Layer conv1;
    [Block<SeBottleneck>(64, Repeat = 3)]                                             Layer layer1;
    [Block<SeBottleneck>(128, 2), Block<SeBottleneck>(128, Repeat = 3)]               Layer layer2;
    [Block<SeBottleneck>(256, 2), Block<SeBottleneck>(256, Repeat = 5)]               Layer layer3;
    [Block<SeBottleneck>(512, 2), Block<SeBottleneck>(512, Repeat = 2)]               Layer layer4;
    [GlobalAveragePool, Linear(1000)]                                                 Layer fc;

    /// <summary>Narrow, filter, widen, and a shortcut.</summary>
    [Block]
    public partial class SeBottleneck(int width, int stride = 1)
    {
        [Conv("width", 1), BatchNorm, Relu]                      Layer conv1;
        [Conv("width", 3, Stride = "stride"), BatchNorm, Relu]   Layer conv2;
        [Conv("4 * width", 1), BatchNorm]                        Layer conv3;
        [SqueezeExcite]                                          Layer se;
        [Conv("4 * width", 1, Stride = "stride"), BatchNorm]     Layer downsample;

        Tensor Forward(Tensor x) =>
            Relu(se(conv3(conv2(conv1(x)))) + (stride == 1 && x.Channels == 4 * width ? x : downsample(x)));
    }
}