using Fusion;
using static Fusion.Ops;

[FusedNetwork(224, 224, 3)]
public partial class GoogLeNet
{
    [Conv(64, 7, Stride = 2), BatchNorm(Epsilon = 0.001), Relu, MaxPool(3, Stride = 2, CeilMode = true)]   Layer conv1;
    [Conv(64, 1), BatchNorm(Epsilon = 0.001), Relu]                                             Layer conv2;
    [Conv(192, 3), BatchNorm(Epsilon = 0.001), Relu, MaxPool(3, Stride = 2, CeilMode = true)]   Layer conv3;

    [Block<Inception>(64, 96, 128, 16, 32, 32), Block<Inception>(128, 128, 192, 32, 96, 64),
     MaxPool(3, Stride = 2, CeilMode = true)]
    Layer stage1;

    [Block<Inception>(192, 96, 208, 16, 48, 64), Block<Inception>(160, 112, 224, 24, 64, 64),
     Block<Inception>(128, 128, 256, 24, 64, 64), Block<Inception>(112, 144, 288, 32, 64, 64),
     Block<Inception>(256, 160, 320, 32, 128, 128), MaxPool(2, CeilMode = true)]
    Layer stage2;

    [Block<Inception>(256, 160, 320, 32, 128, 128), Block<Inception>(384, 192, 384, 48, 128, 128)]   Layer stage3;
    [GlobalAveragePool, Dropout, Linear(1000)]                                                  Layer fc;

    /// <summary>Several views of the same input side by side.</summary>
    [Block]
    public partial class Inception(int width1, int width2, int width3, int width4, int width5, int width6)
    {
        [Conv("width1", 1), BatchNorm(Epsilon = 0.001), Relu]                                        Layer conv1;
        [Conv("width2", 1), BatchNorm(Epsilon = 0.001), Relu]                                        Layer conv2;
        [Conv("width3", 3), BatchNorm(Epsilon = 0.001), Relu]                                        Layer conv3;
        [Conv("width4", 1), BatchNorm(Epsilon = 0.001), Relu]                                        Layer conv4;
        [Conv("width5", 3), BatchNorm(Epsilon = 0.001), Relu]                                        Layer conv5;
        [MaxPool(3, Stride = 1, Padding = 1), Conv("width6", 1), BatchNorm(Epsilon = 0.001), Relu]   Layer conv6;

        Tensor Forward(Tensor x) => Concat(conv1(x), conv3(conv2(x)), conv5(conv4(x)), conv6(x));
    }
}