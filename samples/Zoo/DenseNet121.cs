namespace Fusion.Zoo;

/// <summary>DenseNet-121 (Huang et al. 2017). Parameters are named as in torchvision's <c>densenet121</c>.</summary>
[FusedNetwork(224, 224, 3)]
public partial class DenseNet121
{
    [Conv(64, 7, Stride = 2, Name = "features.conv0"), BatchNorm(Name = "features.norm0"), Relu, MaxPool(3, Stride = 2, Padding = 1),
     Block<DenseBlock>(6, Name = "features.denseblock1"),  Block<DenseTransition>(Name = "features.transition1"),
     Block<DenseBlock>(12, Name = "features.denseblock2"), Block<DenseTransition>(Name = "features.transition2"),
     Block<DenseBlock>(24, Name = "features.denseblock3"), Block<DenseTransition>(Name = "features.transition3"),
     Block<DenseBlock>(16, Name = "features.denseblock4"),
     BatchNorm(Name = "features.norm5"), Relu, GlobalAveragePool]   Layer features;
    [Linear(1000)]                                                  Layer classifier;
}

/// <summary>Layers of which each reads what all before it have made.</summary>
[Block]
public partial class DenseBlock(int depth)
{
    [Block<DenseLayer>(Repeat = "depth", Name = "denselayer{index + 1}")]   Layer layers;
}

/// <summary>32 channels more.</summary>
[Block]
public partial class DenseLayer
{
    [BatchNorm, Relu]                Layer norm1;
    [Conv(128, 1)]                   Layer conv1;
    [BatchNorm, Relu]                Layer norm2;
    [Conv(32, 3, Bias = false)]      Layer conv2;

    Tensor Forward(Tensor x) => Concat(x, conv2(norm2(conv1(norm1(x)))));
}

/// <summary>Half the channels and half the width and height.</summary>
[Block]
public partial class DenseTransition
{
    [BatchNorm(Name = "norm"), Relu, Conv("x.Channels / 2", 1, Bias = false, Name = "conv"), AveragePool(2)]   Layer layers;
}
