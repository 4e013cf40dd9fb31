using Fusion;
using static Fusion.Ops;

[FusedNetwork(224, 224, 3)]
public partial class ShuffleNetV2
{
    [Conv(24, 3, Stride = 2), BatchNorm, Relu, MaxPool(3, Stride = 2, Padding = 1)]   Layer conv1;
    [Block<ShuffleUnit>(58)]                                                          Layer shuffleUnit1;
    [Block<ShuffleUnit2>(Repeat = 3)]                                                 Layer stage1;
    [Block<ShuffleUnit>(116)]                                                         Layer shuffleUnit2;
    [Block<ShuffleUnit2>(Repeat = 7)]                                                 Layer stage2;
    [Block<ShuffleUnit>(232)]                                                         Layer shuffleUnit3;
    [Block<ShuffleUnit2>(Repeat = 3)]                                                 Layer stage3;
    [Conv(1024, 1), BatchNorm, Relu]                                                  Layer conv2;
    [GlobalAveragePool, Linear(1000)]                                                 Layer fc;

    /// <summary>Two views of the input side by side, and then all channels dealt out again.</summary>
    [Block]
    public partial class ShuffleUnit(int width)
    {
        [DepthwiseConv(3, Stride = 2), BatchNorm]   Layer depthwise1;
        [Conv("width", 1), BatchNorm, Relu]         Layer conv1;
        [Conv("width", 1), BatchNorm, Relu]         Layer conv2;
        [DepthwiseConv(3, Stride = 2), BatchNorm]   Layer depthwise2;
        [Conv("width", 1), BatchNorm, Relu]         Layer conv3;

        Tensor Forward(Tensor x) => ChannelShuffle(Concat(conv1(depthwise1(x)), conv3(depthwise2(conv2(x)))), 2);
    }

    /// <summary>Two views of the input side by side, and then all channels dealt out again.</summary>
    [Block]
    public partial class ShuffleUnit2
    {
        [Conv("x.Channels", 1), BatchNorm, Relu]   Layer conv1;
        [DepthwiseConv(3), BatchNorm]              Layer depthwise;
        [Conv("x.Channels", 1), BatchNorm, Relu]   Layer conv2;

        Tensor Forward(Tensor x) =>
            ChannelShuffle(Concat(Split(x, 2)[0], conv2(depthwise(conv1(Split(x, 2)[1])))), 2);
    }
}