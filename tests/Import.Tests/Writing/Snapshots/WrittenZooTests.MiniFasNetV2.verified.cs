using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(80, 80, 3)]
public partial class MiniFasNetV2
{
    [Block<ConvNorm>(32, 3, 2)]      Layer conv1;
    [Block<DepthwiseNorm>]           Layer conv2_dw;
    [Block<Residual>(103, 64, 2)]    Layer conv_23;
    [Block<Stage>(13, 4)]            Layer conv_3;
    [Block<Residual>(231, 128, 2)]   Layer conv_34;
    [Block<Stage2>]                  Layer conv_4;
    [Block<Residual>(308, 128, 2)]   Layer conv_45;
    [Block<Stage>(26, 2)]            Layer conv_5;
    [Block<ConvNorm>(512, 1)]        Layer conv_6_sep;
    [Block<DepthwiseNorm2>]          Layer conv_6_dw;
    [Flatten, Linear(128)]           Layer linear;
    [BatchNorm]                      Layer bn;
    [Linear(3, Bias = false)]        Layer prob;

    /// <summary>Convolution, normalisation, activation.</summary>
    [Block]
    public partial class ConvNorm(int outputs, int kernel, int stride = 1)
    {
        [Conv("outputs", "kernel", Stride = "stride"), BatchNorm]   Layer conv;
        [PRelu]                                                     Layer prelu;
    }

    /// <summary>Depthwise convolution, normalisation, activation.</summary>
    [Block]
    public partial class DepthwiseNorm(int stride = 1)
    {
        [DepthwiseConv(3, Stride = "stride"), BatchNorm]   Layer conv;
        [PRelu]                                            Layer prelu;
    }

    /// <summary>Convolution, normalisation, activation.</summary>
    [Block]
    public partial class ConvNorm2(int outputs)
    {
        [Conv("outputs", 1), BatchNorm]   Layer conv;
    }

    /// <summary>Depthwise convolution, normalisation, activation.</summary>
    [Block]
    public partial class DepthwiseNorm2
    {
        [DepthwiseConv(5, Padding = 0), BatchNorm]   Layer conv;
    }

    /// <summary>Layers and a shortcut around them.</summary>
    [Block]
    public partial class Residual(int width, int outputs, int stride = 1)
    {
        [Block<ConvNorm>("width", 1)]      Layer conv;
        [Block<DepthwiseNorm>("stride")]   Layer conv_dw;
        [Block<ConvNorm2>("outputs")]      Layer project;

        Tensor Forward(Tensor x)
        {
            var y = project(conv_dw(conv(x)));
            return stride == 1 && x.Channels == outputs ? x + y : y;
        }
    }

    /// <summary>Blocks one after another.</summary>
    [Block]
    public partial class Stage(int outputs, int depth)
    {
        [Block<Residual>("outputs", "x.Channels", Repeat = "depth")]   Layer model;
    }

    /// <summary>Blocks one after another.</summary>
    [Block]
    public partial class Stage2
    {
        [Block<Residual>(231, 128), Block<Residual>(52, 128), Block<Residual>(26, 128), Block<Residual>(77, 128),
         Block<Residual>(26, 128, Repeat = 2)]
        Layer model;
    }
}