using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(224, 224, 3)]
public partial class GoogLeNet
{
    [Block<ConvNorm>(64, 7, 2), MaxPool(3, Stride = 2, CeilMode = true)]                     Layer conv1;
    [Block<ConvNorm>(64, 1)]                                                                 Layer conv2;
    [Block<ConvNorm>(192, 3), MaxPool(3, Stride = 2, CeilMode = true)]                       Layer conv3;
    [Block<Inception>(64, 96, 128, 16, 32, 32)]                                              Layer inception3a;
    [Block<Inception>(128, 128, 192, 32, 96, 64), MaxPool(3, Stride = 2, CeilMode = true)]   Layer inception3b;
    [Block<Inception>(192, 96, 208, 16, 48, 64)]                                             Layer inception4a;
    [Block<Inception>(160, 112, 224, 24, 64, 64)]                                            Layer inception4b;
    [Block<Inception>(128, 128, 256, 24, 64, 64)]                                            Layer inception4c;
    [Block<Inception>(112, 144, 288, 32, 64, 64)]                                            Layer inception4d;
    [Block<Inception>(256, 160, 320, 32, 128, 128), MaxPool(2, CeilMode = true)]             Layer inception4e;
    [Block<Inception>(256, 160, 320, 32, 128, 128)]                                          Layer inception5a;
    [Block<Inception>(384, 192, 384, 48, 128, 128)]                                          Layer inception5b;
    [GlobalAveragePool, Dropout, Linear(1000)]                                               Layer fc;

    /// <summary>Convolution, normalisation, activation.</summary>
    [Block]
    public partial class ConvNorm(int outputs, int kernel, int stride = 1)
    {
        [Conv("outputs", "kernel", Stride = "stride"), BatchNorm(Epsilon = 0.001), Relu]   Layer conv;
    }

    /// <summary>Several views of the same input side by side.</summary>
    [Block]
    public partial class Inception(int width1, int reduce2, int width2, int reduce3, int width3, int width4)
    {
        [Block<ConvNorm>("width1", 1)]                                                            Layer branch1;
        [Block<ConvNorm>("reduce2", 1), Block<ConvNorm>("width2", 3)]                             Layer branch2;
        [Block<ConvNorm>("reduce3", 1), Block<ConvNorm>("width3", 3)]                             Layer branch3;
        [MaxPool(3, Stride = 1, Padding = 1), Block<ConvNorm>("width4", 1, Name = "branch4.1")]   Layer branch4;

        Tensor Forward(Tensor x) => Concat(branch1(x), branch2(x), branch3(x), branch4(x));
    }
}