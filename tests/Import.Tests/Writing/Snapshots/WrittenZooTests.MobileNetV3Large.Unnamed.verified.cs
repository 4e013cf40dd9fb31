using Fusion;
using static Fusion.Ops;

[FusedNetwork(224, 224, 3)]
public partial class MobileNetV3Large
{
    [Conv(16, 3, Stride = 2), BatchNorm(Epsilon = 0.001), HardSwish]   Layer conv1;
    [Block<InvertedResidual>]                                          Layer invertedResidual;
    [Block<InvertedResidual2>(64, Activation.Relu, 24, 2), Block<InvertedResidual2>(72, Activation.Relu, 24)]   Layer stage1;

    [Block<InvertedResidual3>(72, Activation.Relu, 5, 24, 40, 2),
     Block<InvertedResidual3>(120, Activation.Relu, 5, 32, 40, Repeat = 2)]
    Layer stage2;

    [Block<InvertedResidual2>(240, Activation.HardSwish, 80, 2), Block<InvertedResidual2>(200, Activation.HardSwish, 80),
     Block<InvertedResidual2>(184, Activation.HardSwish, 80, Repeat = 2)]
    Layer stage3;

    [Block<InvertedResidual3>(480, Activation.HardSwish, 3, 120, 112),
     Block<InvertedResidual3>(672, Activation.HardSwish, 3, 168, 112)]
    Layer stage4;

    [Block<InvertedResidual3>(672, Activation.HardSwish, 5, 168, 160, 2),
     Block<InvertedResidual3>(960, Activation.HardSwish, 5, 240, 160, Repeat = 2)]
    Layer stage5;

    [Conv(960, 1), BatchNorm(Epsilon = 0.001), HardSwish]              Layer conv2;
    [GlobalAveragePool, Linear(1280), HardSwish, Dropout]              Layer fc1;
    [Linear(1000)]                                                     Layer fc2;

    /// <summary>Expand, filter each channel, project; the shortcut joins the narrow ends.</summary>
    [Block]
    public partial class InvertedResidual
    {
        [DepthwiseConv(3), BatchNorm(Epsilon = 0.001), Relu]   Layer depthwise;
        [Conv(16, 1), BatchNorm(Epsilon = 0.001)]              Layer conv;

        Tensor Forward(Tensor x) => x + conv(depthwise(x));
    }

    /// <summary>Expand, filter each channel, project; the shortcut joins the narrow ends.</summary>
    [Block]
    public partial class InvertedResidual2(int width, Activation activation, int outputs, int stride = 1)
    {
        [Conv("width", 1), BatchNorm(Epsilon = 0.001), Activate("activation")]                      Layer conv1;
        [DepthwiseConv(3, Stride = "stride"), BatchNorm(Epsilon = 0.001), Activate("activation")]   Layer depthwise;
        [Conv("outputs", 1), BatchNorm(Epsilon = 0.001)]                                            Layer conv2;

        Tensor Forward(Tensor x)
        {
            var y = conv2(depthwise(conv1(x)));
            return stride == 1 && x.Channels == outputs ? x + y : y;
        }
    }

    /// <summary>Expand, filter each channel, project; the shortcut joins the narrow ends.</summary>
    [Block]
    public partial class InvertedResidual3(int width, Activation activation, int kernel, int squeezed, int outputs, int stride = 1)
    {
        [Conv("width", 1), BatchNorm(Epsilon = 0.001), Activate("activation")]   Layer conv1;

        [DepthwiseConv("kernel", Stride = "stride"), BatchNorm(Epsilon = 0.001), Activate("activation"),
         SqueezeExcite(Channels = "squeezed", Gate = Activation.HardSigmoid)]
        Layer depthwise;

        [Conv("outputs", 1), BatchNorm(Epsilon = 0.001)]                         Layer conv2;

        Tensor Forward(Tensor x)
        {
            var y = conv2(depthwise(conv1(x)));
            return stride == 1 && x.Channels == outputs ? x + y : y;
        }
    }
}