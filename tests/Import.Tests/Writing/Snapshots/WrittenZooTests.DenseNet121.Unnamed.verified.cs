using Fusion;
using static Fusion.Ops;

[FusedNetwork(224, 224, 3)]
public partial class DenseNet121
{
    [Conv(64, 7, Stride = 2), BatchNorm, Relu, MaxPool(3, Stride = 2, Padding = 1)]   Layer conv1;
    [Block<DenseLayer>(Repeat = 6), BatchNorm, Relu]                                  Layer stage1;
    [Conv(128, 1, Bias = false), AveragePool(2)]                                      Layer conv2;
    [Block<DenseLayer>(Repeat = 12), BatchNorm, Relu]                                 Layer stage2;
    [Conv(256, 1, Bias = false), AveragePool(2)]                                      Layer conv3;
    [Block<DenseLayer>(Repeat = 24), BatchNorm, Relu]                                 Layer stage3;
    [Conv(512, 1, Bias = false), AveragePool(2)]                                      Layer conv4;
    [Block<DenseLayer>(Repeat = 16), BatchNorm, Relu]                                 Layer stage4;
    [GlobalAveragePool, Linear(1000)]                                                 Layer fc;

    /// <summary>More channels beside those that there are.</summary>
    [Block]
    public partial class DenseLayer
    {
        [BatchNorm, Relu, Conv(128, 1)]                Layer conv1;
        [BatchNorm, Relu, Conv(32, 3, Bias = false)]   Layer conv2;

        Tensor Forward(Tensor x) => Concat(x, conv2(conv1(x)));
    }
}