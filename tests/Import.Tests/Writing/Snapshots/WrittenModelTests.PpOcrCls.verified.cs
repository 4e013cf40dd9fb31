using Fusion;
using static Fusion.Ops;

[FusedNetwork(48, 192, 3)]
public partial class PpOcrCls
{
    [Conv(8, 3, Stride = 2), BatchNorm, HardSwish]                Layer conv1;
    [Block<InvertedResidual>(8, Activation.Relu, 3, 8)]           Layer invertedResidual1;
    [Block<InvertedResidual2>]                                    Layer invertedResidual2;
    [Block<InvertedResidual3>]                                    Layer invertedResidual3;
    [Block<InvertedResidual>(32, Activation.HardSwish, 5, 16)]    Layer invertedResidual4;

    [Block<InvertedResidual4>(88, 16, Repeat = 2), Block<InvertedResidual4>(40, 16), Block<InvertedResidual4>(48, 16)]
    Layer stage1;

    [Block<InvertedResidual>(104, Activation.HardSwish, 5, 32)]   Layer invertedResidual5;
    [Block<InvertedResidual4>(200, 32, Repeat = 2)]               Layer stage2;
    [Conv(200, 1), BatchNorm, HardSwish, MaxPool(2)]              Layer conv2;
    [GlobalAveragePool, Linear(2), Softmax]                       Layer fc;

    /// <summary>Expand, filter each channel, project.</summary>
    [Block]
    public partial class InvertedResidual(int width, Activation activation, int kernel, int outputs)
    {
        [Conv("width", 1), BatchNorm, Activate("activation")]   Layer conv1;

        [DepthwiseConv("kernel", Stride = "(2, 1)"), BatchNorm, Activate("activation"),
         SqueezeExcite(Reduction = 4, Gate = Activation.HardSigmoid, GateSlope = 0.2)]
        Layer depthwise;

        [Conv("outputs", 1), BatchNorm]                         Layer conv2;
    }

    /// <summary>Expand, filter each channel, project.</summary>
    [Block]
    public partial class InvertedResidual2
    {
        [Conv(24, 1), BatchNorm, Relu]                           Layer conv1;
        [DepthwiseConv(3, Stride = "(2, 1)"), BatchNorm, Relu]   Layer depthwise;
        [Conv(8, 1), BatchNorm]                                  Layer conv2;
    }

    /// <summary>Expand, filter each channel, project; the shortcut joins the narrow ends.</summary>
    [Block]
    public partial class InvertedResidual3
    {
        [Conv(32, 1), BatchNorm, Relu]        Layer conv1;
        [DepthwiseConv(3), BatchNorm, Relu]   Layer depthwise;
        [Conv(8, 1), BatchNorm]               Layer conv2;

        Tensor Forward(Tensor x) => x + conv2(depthwise(conv1(x)));
    }

    /// <summary>Expand, filter each channel, project; the shortcut joins the narrow ends.</summary>
    [Block]
    public partial class InvertedResidual4(int width, int outputs)
    {
        [Conv("width", 1), BatchNorm, HardSwish]   Layer conv1;

        [DepthwiseConv(5), BatchNorm, HardSwish, SqueezeExcite(Reduction = 4, Gate = Activation.HardSigmoid, GateSlope = 0.2)]
        Layer depthwise;

        [Conv("outputs", 1), BatchNorm]            Layer conv2;

        Tensor Forward(Tensor x) => x + conv2(depthwise(conv1(x)));
    }
}