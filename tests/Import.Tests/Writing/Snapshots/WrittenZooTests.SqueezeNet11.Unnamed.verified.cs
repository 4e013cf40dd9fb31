using Fusion;
using static Fusion.Ops;

[FusedNetwork(224, 224, 3)]
public partial class SqueezeNet11
{
    [Conv(64, 3, Stride = 2, Padding = 0), Relu, MaxPool(3, Stride = 2, CeilMode = true)]   Layer conv1;
    [Block<Fire>(16, Repeat = 2), MaxPool(3, Stride = 2, CeilMode = true)]                  Layer stage1;
    [Block<Fire>(32, Repeat = 2), MaxPool(3, Stride = 2, CeilMode = true)]                  Layer stage2;
    [Block<Fire>(48, Repeat = 2), Block<Fire>(64, Repeat = 2), Dropout]                     Layer stage3;
    [Conv(1000, 1), Relu, GlobalAveragePool]                                                Layer conv2;

    /// <summary>Several views of the same input side by side.</summary>
    [Block]
    public partial class Fire(int width)
    {
        [Conv("width", 1), Relu]       Layer conv1;
        [Conv("4 * width", 1), Relu]   Layer conv2;
        [Conv("4 * width", 3), Relu]   Layer conv3;

        Tensor Forward(Tensor x)
        {
            var y = conv1(x);
            return Concat(conv2(y), conv3(y));
        }
    }
}