using Fusion;
using static Fusion.Ops;

[FusedNetwork(224, 224, 3)]
public partial class EfficientNetB0
{
    [Conv(32, 3, Stride = 2), BatchNorm, Silu]                                                   Layer conv1;
    [DepthwiseConv(3), BatchNorm, Silu, SqueezeExcite(Reduction = 4, Inner = Activation.Silu)]   Layer depthwise;
    [Conv(16, 1), BatchNorm]                                                                     Layer conv2;
    [Block<InvertedResidual>(3, 24, 2), Block<InvertedResidual>(3, 24)]                          Layer stage1;
    [Block<InvertedResidual>(5, 40, 2), Block<InvertedResidual>(5, 40)]                          Layer stage2;

    [Block<InvertedResidual>(3, 80, 2), Block<InvertedResidual>(3, 80, Repeat = 2), Block<InvertedResidual>(5, 112, Repeat = 3)]
    Layer stage3;

    [Block<InvertedResidual>(5, 192, 2), Block<InvertedResidual>(5, 192, Repeat = 3), Block<InvertedResidual>(3, 320)]
    Layer stage4;

    [Conv(1280, 1), BatchNorm, Silu]                                                             Layer conv3;
    [GlobalAveragePool, Dropout, Linear(1000)]                                                   Layer fc;

    /// <summary>Expand, filter each channel, project; the shortcut joins the narrow ends.</summary>
    [Block]
    public partial class InvertedResidual(int kernel, int outputs, int stride = 1)
    {
        [Conv("6 * x.Channels", 1), BatchNorm, Silu]   Layer conv1;

        [DepthwiseConv("kernel", Stride = "stride"), BatchNorm, Silu, SqueezeExcite(Reduction = 24, Inner = Activation.Silu)]
        Layer depthwise;

        [Conv("outputs", 1), BatchNorm]                Layer conv2;

        Tensor Forward(Tensor x)
        {
            var y = conv2(depthwise(conv1(x)));
            return stride == 1 && x.Channels == outputs ? x + y : y;
        }
    }
}