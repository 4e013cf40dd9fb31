using Fusion.Training;

namespace Fusion.Benchmarks.Networks;

/// <summary>Two 3×3 whose channels are weighed by what the whole picture shows; a convolution in the shortcut where the width
/// changes.</summary>
[Block]
public partial class SeBasicBlock(int width, int stride = 1)
{
    [Conv("width", 3, Stride = "stride"), BatchNorm, Relu]      Layer conv1;
    [Conv("width", 3), BatchNorm]                               Layer conv2;
    [SqueezeExcite(Reduction = 4)]                              Layer se;
    [Conv("width", 1, Stride = "stride"), BatchNorm]            Layer downsample;

    Tensor Forward(Tensor x) => Relu(se(conv2(conv1(x))) + (stride == 1 && x.Channels == width ? x : downsample(x)));
}

/// <summary><see cref="ResNet20"/> with squeeze and excitation (Hu et al., arXiv 1709.01507) and convolutions in its shortcuts.</summary>
[FusedNetwork(32, 32, 3)]
public partial class SeResNet20
{
    [Conv(16, 3), BatchNorm, Relu]                                      Layer conv1;
    [Block<SeBasicBlock>(16, Repeat = 3)]                               Layer layer1;
    [Block<SeBasicBlock>(32, 2), Block<SeBasicBlock>(32, Repeat = 2)]   Layer layer2;
    [Block<SeBasicBlock>(64, 2), Block<SeBasicBlock>(64, Repeat = 2)]   Layer layer3;
    [GlobalAveragePool, Linear(10)]                                     Layer linear;
}

/// <summary>Its training.</summary>
[Training(typeof(SeResNet20), Batch = 64)]
[CrossEntropy, Sgd(Momentum = 0.9, WeightDecay = 5e-4)]
public sealed partial class SeResNet20Training;
