using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(224, 224, 3)]
public partial class ShuffleNetV2
{
    [Conv(24, 3, Stride = 2, Name = "conv1.0"), BatchNorm(Name = "conv1.1"), Relu, MaxPool(3, Stride = 2, Padding = 1)]
    Layer conv1;

    [Block<ShuffleUnit>(58), Block<ShuffleUnit2>(Repeat = 3)]              Layer stage2;
    [Block<ShuffleUnit>(116), Block<ShuffleUnit2>(Repeat = 7)]             Layer stage3;
    [Block<ShuffleUnit>(232), Block<ShuffleUnit2>(Repeat = 3)]             Layer stage4;
    [Conv(1024, 1, Name = "conv5.0"), BatchNorm(Name = "conv5.1"), Relu]   Layer conv5;
    [GlobalAveragePool, Linear(1000)]                                      Layer fc;

    /// <summary>Two views of the input side by side, and then all channels dealt out again.</summary>
    [Block]
    public partial class ShuffleUnit(int width)
    {
        [DepthwiseConv(3, Stride = 2), BatchNorm, Conv("width", 1), BatchNorm, Relu]   Layer branch1;
        [Conv("width", 1), BatchNorm, Relu, DepthwiseConv(3, Stride = 2), BatchNorm, Conv("width", 1), BatchNorm, Relu]   Layer branch2;

        Tensor Forward(Tensor x) => ChannelShuffle(Concat(branch1(x), branch2(x)), 2);
    }

    /// <summary>Two views of the input side by side, and then all channels dealt out again.</summary>
    [Block]
    public partial class ShuffleUnit2
    {
        [Conv("x.Channels", 1), BatchNorm, Relu, DepthwiseConv(3), BatchNorm, Conv("x.Channels", 1), BatchNorm, Relu]   Layer branch2;

        Tensor Forward(Tensor x) => ChannelShuffle(Concat(Split(x, 2)[0], branch2(Split(x, 2)[1])), 2);
    }
}