using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(32, 32, 3)]
public partial class ResNet20Cifar10
{
    [Conv(16, 3), BatchNorm, Relu]                                                 Layer conv1;
    [Block<BasicBlock>(Repeat = 3)]                                                Layer layer1;
    [Block<Unit>(Name = "layer2.0")]                                               Layer layer2;
    [Block<BasicBlock>(Name = "layer2.1"), Block<BasicBlock>(Name = "layer2.2")]   Layer layer2_2;
    [Block<Unit>(Name = "layer3.0")]                                               Layer layer3;
    [Block<BasicBlock>(Name = "layer3.1"), Block<BasicBlock>(Name = "layer3.2")]   Layer layer3_2;
    [GlobalAveragePool, Linear(10)]                                                Layer linear;

    Tensor Forward(Tensor input)
    {
        var y = layer1(conv1(input));
        var z = layer2_2(Relu(layer2(y) + PadChannels(Subsample(y, 2), 8, 8)));
        return linear(layer3_2(Relu(layer3(z) + PadChannels(Subsample(z, 2), 16, 16))));
    }

    /// <summary>Two convolutions and a shortcut.</summary>
    [Block]
    public partial class BasicBlock
    {
        [Conv("x.Channels", 3), BatchNorm, Relu]   Layer conv1;
        [Conv("x.Channels", 3), BatchNorm]         Layer conv2;

        Tensor Forward(Tensor x) => Relu(conv2(conv1(x)) + x);
    }

    [Block]
    public partial class Unit
    {
        [Conv("2 * x.Channels", 3, Stride = 2), BatchNorm, Relu]   Layer conv1;
        [Conv("x.Channels", 3), BatchNorm]                         Layer conv2;
    }
}