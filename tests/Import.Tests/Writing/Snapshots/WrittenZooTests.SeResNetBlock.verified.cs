using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(56, 56, 256)]
public partial class SeResNetBlock
{
    [Block<SeBottleneck>]   Layer block;

    /// <summary>Narrow, filter, widen, and a shortcut.</summary>
    [Block]
    public partial class SeBottleneck
    {
        [Conv(64, 1), BatchNorm, Relu]   Layer conv1;
        [Conv(64, 3), BatchNorm, Relu]   Layer conv2;
        [Conv(256, 1), BatchNorm]        Layer conv3;
        [SqueezeExcite]                  Layer se;

        Tensor Forward(Tensor x) => Relu(se(conv3(conv2(conv1(x)))) + x);
    }
}