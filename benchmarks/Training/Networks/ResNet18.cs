using Fusion.Training;

namespace Fusion.Benchmarks.Networks;

/// <summary>Two 3×3; where the width or the size changes, a strided 1×1 convolution in the shortcut (option B).</summary>
[Block]
public partial class ProjectedBlock(int width, int stride = 1)
{
    [Conv("width", 3, Stride = "stride"), BatchNorm, Relu]   Layer conv1;
    [Conv("width", 3), BatchNorm]                            Layer conv2;
    [Conv("width", 1, Stride = "stride"), BatchNorm]         Layer downsample;

    Tensor Forward(Tensor x) => Relu(conv2(conv1(x)) + (stride == 1 && x.Channels == width ? x : downsample(x)));
}

/// <summary>ResNet-18 (He et al., arXiv 1512.03385) on small pictures. Parameters are named as in torchvision's <c>resnet18</c>.</summary>
[FusedNetwork(64, 64, 3)]
public partial class ResNet18
{
    [Conv(64, 7, Stride = 2), BatchNorm, Relu, MaxPool(3, Stride = 2, Padding = 1)]   Layer conv1;
    [Block<ProjectedBlock>(64, Repeat = 2)]                                           Layer layer1;
    [Block<ProjectedBlock>(128, 2), Block<ProjectedBlock>(128)]                       Layer layer2;
    [Block<ProjectedBlock>(256, 2), Block<ProjectedBlock>(256)]                       Layer layer3;
    [Block<ProjectedBlock>(512, 2), Block<ProjectedBlock>(512)]                       Layer layer4;
    [GlobalAveragePool, Linear(1000)]                                                 Layer fc;
}

/// <summary>Its training.</summary>
[Training(typeof(ResNet18), Batch = 16)]
[CrossEntropy, Sgd(Momentum = 0.9, WeightDecay = 5e-4)]
public sealed partial class ResNet18Training;
