using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(224, 224, 3)]
public partial class DenseNet121
{
    [Block<Features>]                   Layer features;
    [GlobalAveragePool, Linear(1000)]   Layer classifier;

    /// <summary>More channels beside those that there are.</summary>
    [Block]
    public partial class DenseLayer
    {
        [BatchNorm, Relu]                                 Layer norm1;
        [Conv(128, 1), BatchNorm(Name = "norm2"), Relu]   Layer conv1;
        [Conv(32, 3, Bias = false)]                       Layer conv2;

        Tensor Forward(Tensor x) => Concat(x, conv2(conv1(norm1(x))));
    }

    /// <summary>Convolution, normalisation, activation.</summary>
    [Block]
    public partial class ConvNorm
    {
        [BatchNorm, Relu]                           Layer norm;
        [Conv("x.Channels / 2", 1, Bias = false)]   Layer conv;
    }

    /// <summary>Blocks one after another.</summary>
    [Block]
    public partial class Denseblock
    {
        [Block<DenseLayer>]   Layer denselayer1;
        [Block<DenseLayer>]   Layer denselayer2;
        [Block<DenseLayer>]   Layer denselayer3;
        [Block<DenseLayer>]   Layer denselayer4;
        [Block<DenseLayer>]   Layer denselayer5;
        [Block<DenseLayer>]   Layer denselayer6;
    }

    /// <summary>Blocks one after another.</summary>
    [Block]
    public partial class Denseblock2
    {
        [Block<DenseLayer>]   Layer denselayer1;
        [Block<DenseLayer>]   Layer denselayer2;
        [Block<DenseLayer>]   Layer denselayer3;
        [Block<DenseLayer>]   Layer denselayer4;
        [Block<DenseLayer>]   Layer denselayer5;
        [Block<DenseLayer>]   Layer denselayer6;
        [Block<DenseLayer>]   Layer denselayer7;
        [Block<DenseLayer>]   Layer denselayer8;
        [Block<DenseLayer>]   Layer denselayer9;
        [Block<DenseLayer>]   Layer denselayer10;
        [Block<DenseLayer>]   Layer denselayer11;
        [Block<DenseLayer>]   Layer denselayer12;
    }

    /// <summary>Blocks one after another.</summary>
    [Block]
    public partial class Denseblock3
    {
        [Block<DenseLayer>]   Layer denselayer1;
        [Block<DenseLayer>]   Layer denselayer2;
        [Block<DenseLayer>]   Layer denselayer3;
        [Block<DenseLayer>]   Layer denselayer4;
        [Block<DenseLayer>]   Layer denselayer5;
        [Block<DenseLayer>]   Layer denselayer6;
        [Block<DenseLayer>]   Layer denselayer7;
        [Block<DenseLayer>]   Layer denselayer8;
        [Block<DenseLayer>]   Layer denselayer9;
        [Block<DenseLayer>]   Layer denselayer10;
        [Block<DenseLayer>]   Layer denselayer11;
        [Block<DenseLayer>]   Layer denselayer12;
        [Block<DenseLayer>]   Layer denselayer13;
        [Block<DenseLayer>]   Layer denselayer14;
        [Block<DenseLayer>]   Layer denselayer15;
        [Block<DenseLayer>]   Layer denselayer16;
        [Block<DenseLayer>]   Layer denselayer17;
        [Block<DenseLayer>]   Layer denselayer18;
        [Block<DenseLayer>]   Layer denselayer19;
        [Block<DenseLayer>]   Layer denselayer20;
        [Block<DenseLayer>]   Layer denselayer21;
        [Block<DenseLayer>]   Layer denselayer22;
        [Block<DenseLayer>]   Layer denselayer23;
        [Block<DenseLayer>]   Layer denselayer24;
    }

    /// <summary>Blocks one after another.</summary>
    [Block]
    public partial class Denseblock4
    {
        [Block<DenseLayer>]   Layer denselayer1;
        [Block<DenseLayer>]   Layer denselayer2;
        [Block<DenseLayer>]   Layer denselayer3;
        [Block<DenseLayer>]   Layer denselayer4;
        [Block<DenseLayer>]   Layer denselayer5;
        [Block<DenseLayer>]   Layer denselayer6;
        [Block<DenseLayer>]   Layer denselayer7;
        [Block<DenseLayer>]   Layer denselayer8;
        [Block<DenseLayer>]   Layer denselayer9;
        [Block<DenseLayer>]   Layer denselayer10;
        [Block<DenseLayer>]   Layer denselayer11;
        [Block<DenseLayer>]   Layer denselayer12;
        [Block<DenseLayer>]   Layer denselayer13;
        [Block<DenseLayer>]   Layer denselayer14;
        [Block<DenseLayer>]   Layer denselayer15;
        [Block<DenseLayer>]   Layer denselayer16;
    }

    [Block]
    public partial class Features
    {
        [Conv(64, 7, Stride = 2), BatchNorm(Name = "norm0"), Relu, MaxPool(3, Stride = 2, Padding = 1)]   Layer conv0;
        [Block<Denseblock>]                 Layer denseblock1;
        [Block<ConvNorm>, AveragePool(2)]   Layer transition1;
        [Block<Denseblock2>]                Layer denseblock2;
        [Block<ConvNorm>, AveragePool(2)]   Layer transition2;
        [Block<Denseblock3>]                Layer denseblock3;
        [Block<ConvNorm>, AveragePool(2)]   Layer transition3;
        [Block<Denseblock4>]                Layer denseblock4;
        [BatchNorm, Relu]                   Layer norm5;
    }
}