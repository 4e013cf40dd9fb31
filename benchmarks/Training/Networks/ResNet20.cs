using Fusion.Training;

namespace Fusion.Benchmarks.Networks;

/// <summary>Two 3×3; where the width doubles, the shortcut skips every other pixel and pads the channels with zeros (option A).</summary>
[Block]
public partial class BasicBlock(int width, int stride = 1)
{
    [Conv("width", 3, Stride = "stride"), BatchNorm, Relu]   Layer conv1;
    [Conv("width", 3), BatchNorm]                            Layer conv2;

    Tensor Forward(Tensor x) =>
        Relu(conv2(conv1(x)) + (stride == 1 ? x : PadChannels(Subsample(x, 2), width / 4, width / 4)));
}

/// <summary>ResNet-20 for CIFAR (He et al., arXiv 1512.03385, section 4.2).</summary>
[FusedNetwork(32, 32, 3)]
public partial class ResNet20
{
    [Conv(16, 3), BatchNorm, Relu]                                  Layer conv1;
    [Block<BasicBlock>(16, Repeat = 3)]                             Layer layer1;
    [Block<BasicBlock>(32, 2), Block<BasicBlock>(32, Repeat = 2)]   Layer layer2;
    [Block<BasicBlock>(64, 2), Block<BasicBlock>(64, Repeat = 2)]   Layer layer3;
    [GlobalAveragePool, Linear(10)]                                 Layer linear;
}

/// <summary>Its training.</summary>
[Training(typeof(ResNet20), Batch = 64)]
[CrossEntropy, Sgd(Momentum = 0.9, WeightDecay = 5e-4)]
public sealed partial class ResNet20Training;
