using Fusion;
using static Fusion.Ops;

[FusedNetwork(224, 224, 3)]
public partial class SqueezeNet
{
    [Conv(64, 3, Stride = 2, Padding = 0), Relu, MaxPool(3, Stride = 2)]   Layer conv1;
    [Block<Fire>(16)]                                                      Layer fire2;
    [Block<Fire>(16), MaxPool(3, Stride = 2)]                              Layer fire3;
    [Block<Fire>(32)]                                                      Layer fire4;
    [Block<Fire>(32), MaxPool(3, Stride = 2)]                              Layer fire5;
    [Block<Fire>(48)]                                                      Layer fire6;
    [Block<Fire>(48)]                                                      Layer fire7;
    [Block<Fire>(64)]                                                      Layer fire8;
    [Block<Fire>(64)]                                                      Layer fire9;
    [Conv(1000, 1), Relu, GlobalAveragePool, Softmax]                      Layer conv10;

    /// <summary>Several views of the same input side by side.</summary>
    [Block]
    public partial class Fire(int width)
    {
        [Conv("width", 1), Relu]       Layer squeeze1x1;
        [Conv("4 * width", 1), Relu]   Layer expand1x1;
        [Conv("4 * width", 3), Relu]   Layer expand3x3;

        Tensor Forward(Tensor x)
        {
            var y = squeeze1x1(x);
            return Concat(expand1x1(y), expand3x3(y));
        }
    }
}