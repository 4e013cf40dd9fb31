namespace Fusion.Zoo;

/// <summary>ShuffleNetV2 ×1.0 (Ma et al. 2018). Parameters are named as in torchvision's <c>shufflenet_v2_x1_0</c>.</summary>
[FusedNetwork(224, 224, 3)]
public partial class ShuffleNetV2
{
    [Prefix("conv1"), Conv(24, 3, Stride = 2), BatchNorm, Relu, MaxPool(3, Stride = 2, Padding = 1)]   Layer stem;
    [Block<ShuffleUnit>(58, 2),  Block<ShuffleUnit>(58, Repeat = 3)]                                   Layer stage2;
    [Block<ShuffleUnit>(116, 2), Block<ShuffleUnit>(116, Repeat = 7)]                                  Layer stage3;
    [Block<ShuffleUnit>(232, 2), Block<ShuffleUnit>(232, Repeat = 3)]                                  Layer stage4;
    [Prefix("conv5"), Conv(1024, 1), BatchNorm, Relu, GlobalAveragePool]                               Layer last;
    [Linear(1000)]                                                                                     Layer fc;

    Tensor Forward(Tensor image) => fc(last(stage4(stage3(stage2(stem(image))))));
}

/// <summary>Half of the channels pass by, and then all are dealt out again; with a stride, both halves are computed from all.</summary>
[Block]
public partial class ShuffleUnit(int half, int stride = 1)
{
    [DepthwiseConv(3, Stride = "stride"), BatchNorm, Conv("half", 1), BatchNorm, Relu]   Layer branch1;
    [Conv("half", 1), BatchNorm, Relu, DepthwiseConv(3, Stride = "stride"), BatchNorm,
     Conv("half", 1), BatchNorm, Relu]                                                   Layer branch2;

    Tensor Forward(Tensor x) => ChannelShuffle(
        stride == 1 ? Concat(Split(x, 2)[0], branch2(Split(x, 2)[1])) : Concat(branch1(x), branch2(x)), 2);
}
