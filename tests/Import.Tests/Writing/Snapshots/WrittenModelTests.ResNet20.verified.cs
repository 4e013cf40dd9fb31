using Fusion;
using static Fusion.Ops;

[FusedNetwork(32, 32, 3)]
public partial class ResNet20
{
    [Conv(16, 3), BatchNorm, Relu]                        Layer conv1;
    [Block<BasicBlock>(Repeat = 3)]                       Layer layer1;
    [Block<BasicBlock2>, Block<BasicBlock>(Repeat = 2)]   Layer layer2;
    [Block<BasicBlock2>, Block<BasicBlock>(Repeat = 2)]   Layer layer3;
    [GlobalAveragePool, Linear(10)]                       Layer linear;

    /// <summary>Two convolutions and a shortcut.</summary>
    [Block]
    public partial class BasicBlock
    {
        [Conv("x.Channels", 3), BatchNorm, Relu]   Layer conv1;
        [Conv("x.Channels", 3), BatchNorm]         Layer conv2;

        Tensor Forward(Tensor x) => Relu(conv2(conv1(x)) + x);
    }

    /// <summary>Two convolutions and a shortcut.</summary>
    [Block]
    public partial class BasicBlock2
    {
        [Conv("2 * x.Channels", 3, Stride = 2), BatchNorm, Relu]   Layer conv1;
        [Conv("x.Channels", 3), BatchNorm]                         Layer conv2;

        Tensor Forward(Tensor x) =>
            Relu(conv2(conv1(x)) + PadChannels(Subsample(x, 2), x.Channels / 2, x.Channels / 2));
    }
}