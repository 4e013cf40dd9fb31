using Fusion;
using static Fusion.Ops;

[FusedNetwork(224, 224, 3)]
public partial class MobileNetV2
{
    [Conv(32, 3, Stride = 2), BatchNorm, Relu6]                                 Layer conv1;
    [DepthwiseConv(3), BatchNorm, Relu6]                                        Layer depthwise;
    [Conv(16, 1), BatchNorm]                                                    Layer conv2;
    [Block<InvertedResidual>(24, 2), Block<InvertedResidual>(24)]               Layer stage1;
    [Block<InvertedResidual>(32, 2), Block<InvertedResidual>(32, Repeat = 2)]   Layer stage2;

    [Block<InvertedResidual>(64, 2), Block<InvertedResidual>(64, Repeat = 3), Block<InvertedResidual>(96, Repeat = 3)]
    Layer stage3;

    [Block<InvertedResidual>(160, 2), Block<InvertedResidual>(160, Repeat = 2), Block<InvertedResidual>(320)]   Layer stage4;
    [Conv(1280, 1), BatchNorm, Relu6]                                           Layer conv3;
    [GlobalAveragePool, Dropout, Linear(1000)]                                  Layer fc;

    /// <summary>Expand, filter each channel, project; the shortcut joins the narrow ends.</summary>
    [Block]
    public partial class InvertedResidual(int outputs, int stride = 1)
    {
        [Conv("6 * x.Channels", 1), BatchNorm, Relu6]             Layer conv1;
        [DepthwiseConv(3, Stride = "stride"), BatchNorm, Relu6]   Layer depthwise;
        [Conv("outputs", 1), BatchNorm]                           Layer conv2;

        Tensor Forward(Tensor x)
        {
            var y = conv2(depthwise(conv1(x)));
            return stride == 1 && x.Channels == outputs ? x + y : y;
        }
    }
}