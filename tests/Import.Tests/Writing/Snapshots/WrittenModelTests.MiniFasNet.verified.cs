using Fusion;
using static Fusion.Ops;

[FusedNetwork(80, 80, 3)]
public partial class MiniFasNet
{
    [Block<ConvAct>(32, 3, 2)]                                 Layer conv1;
    [Block<DepthwiseAct>]                                      Layer conv2_dw;
    [Block<Residual>(103, 64, 2)]                              Layer conv_23;
    [Block<Stage>(13, 4)]                                      Layer conv_3;
    [Block<Residual>(231, 128, 2)]                             Layer conv_34;
    [Block<Stage2>]                                            Layer conv_4;
    [Block<Residual>(308, 128, 2)]                             Layer conv_45;
    [Block<Stage>(26, 2)]                                      Layer conv_5;
    [Block<ConvAct>(512, 1)]                                   Layer conv_6_sep;
    [DepthwiseConv(5, Padding = 0, Name = "conv_6_dw.conv")]   Layer conv;
    [Mean(Axes.Height | Axes.Width), Linear(128)]              Layer linear;
    [BatchNorm]                                                Layer bn;
    [Linear(3, Bias = false)]                                  Layer prob;

    /// <summary>Convolution and activation.</summary>
    [Block]
    public partial class ConvAct(int outputs, int kernel, int stride = 1)
    {
        [Conv("outputs", "kernel", Stride = "stride")]   Layer conv;
        [PRelu]                                          Layer prelu;
    }

    /// <summary>Depthwise convolution and activation.</summary>
    [Block]
    public partial class DepthwiseAct(int stride = 1)
    {
        [DepthwiseConv(3, Stride = "stride")]   Layer conv;
        [PRelu]                                 Layer prelu;
    }

    /// <summary>Layers and a shortcut around them.</summary>
    [Block]
    public partial class Residual(int width, int outputs, int stride = 1)
    {
        [Block<ConvAct>("width", 1)]                  Layer conv;
        [Block<DepthwiseAct>("stride")]               Layer conv_dw;
        [Conv("outputs", 1, Name = "project.conv")]   Layer project;

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