using Fusion;
using static Fusion.Ops;

[FusedNetwork(224, 224, 3)]
public partial class ShuffleNetV2
{
    [Conv(24, 3, Stride = 2), BatchNorm, Relu, MaxPool(3, Stride = 2, Padding = 1)]   Layer conv1;
    [Block<Branches>(58), ChannelShuffle(2)]                                          Layer branches1;
    [Block<Branches2>, ChannelShuffle(2), Block<Branches2>, ChannelShuffle(2), Block<Branches2>, ChannelShuffle(2)]   Layer stage1;
    [Block<Branches>(116), ChannelShuffle(2)]                                         Layer branches2;

    [Block<Branches3>, ChannelShuffle(2), Block<Branches3>, ChannelShuffle(2), Block<Branches3>, ChannelShuffle(2),
     Block<Branches3>, ChannelShuffle(2), Block<Branches3>, ChannelShuffle(2), Block<Branches3>, ChannelShuffle(2),
     Block<Branches3>, ChannelShuffle(2)]
    Layer stage2;

    [Block<Branches>(232), ChannelShuffle(2)]                                         Layer branches3;
    [Block<Branches4>, ChannelShuffle(2), Block<Branches4>, ChannelShuffle(2), Block<Branches4>, ChannelShuffle(2)]   Layer stage3;
    [Conv(1024, 1), BatchNorm, Relu]                                                  Layer conv2;
    [GlobalAveragePool, Linear(1000)]                                                 Layer fc;

    /// <summary>Several views of the same input side by side.</summary>
    [Block]
    public partial class Branches(int width)
    {
        [DepthwiseConv(3, Stride = 2), BatchNorm]   Layer depthwise1;
        [Conv("width", 1), BatchNorm, Relu]         Layer conv1;
        [Conv("width", 1), BatchNorm, Relu]         Layer conv2;
        [DepthwiseConv(3, Stride = 2), BatchNorm]   Layer depthwise2;
        [Conv("width", 1), BatchNorm, Relu]         Layer conv3;

        Tensor Forward(Tensor x) => Concat(conv1(depthwise1(x)), conv3(depthwise2(conv2(x))));
    }

    /// <summary>Several views of the same input side by side.</summary>
    [Block]
    public partial class Branches2
    {
        [Conv(58, 1), BatchNorm, Relu]   Layer conv1;
        [DepthwiseConv(3), BatchNorm]    Layer depthwise;
        [Conv(58, 1), BatchNorm, Relu]   Layer conv2;

        Tensor Forward(Tensor x) => Concat(Slice(x, 0, 58), conv2(depthwise(conv1(Slice(x, 58, 58)))));
    }

    /// <summary>Several views of the same input side by side.</summary>
    [Block]
    public partial class Branches3
    {
        [Conv(116, 1), BatchNorm, Relu]   Layer conv1;
        [DepthwiseConv(3), BatchNorm]     Layer depthwise;
        [Conv(116, 1), BatchNorm, Relu]   Layer conv2;

        Tensor Forward(Tensor x) => Concat(Slice(x, 0, 116), conv2(depthwise(conv1(Slice(x, 116, 116)))));
    }

    /// <summary>Several views of the same input side by side.</summary>
    [Block]
    public partial class Branches4
    {
        [Conv(232, 1), BatchNorm, Relu]   Layer conv1;
        [DepthwiseConv(3), BatchNorm]     Layer depthwise;
        [Conv(232, 1), BatchNorm, Relu]   Layer conv2;

        Tensor Forward(Tensor x) => Concat(Slice(x, 0, 232), conv2(depthwise(conv1(Slice(x, 232, 232)))));
    }
}