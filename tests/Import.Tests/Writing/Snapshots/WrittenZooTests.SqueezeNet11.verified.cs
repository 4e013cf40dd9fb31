using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(224, 224, 3)]
public partial class SqueezeNet11
{
    [Conv(64, 3, Stride = 2, Padding = 0), Relu, MaxPool(3, Stride = 2, CeilMode = true), Block<Fire>(16, Repeat = 2),
     MaxPool(3, Stride = 2, CeilMode = true), Block<Fire>(32, Repeat = 2), MaxPool(3, Stride = 2, CeilMode = true),
     Block<Fire>(48, Repeat = 2), Block<Fire>(64, Repeat = 2), Dropout]
    Layer features;

    [Conv(1000, 1, Name = "classifier.1"), Relu, GlobalAveragePool]   Layer classifier;

    /// <summary>Several views of the same input side by side.</summary>
    [Block]
    public partial class Fire(int width)
    {
        [Conv("width", 1), Relu]       Layer squeeze;
        [Conv("4 * width", 1), Relu]   Layer expand1x1;
        [Conv("4 * width", 3), Relu]   Layer expand3x3;

        Tensor Forward(Tensor x)
        {
            var y = squeeze(x);
            return Concat(expand1x1(y), expand3x3(y));
        }
    }
}