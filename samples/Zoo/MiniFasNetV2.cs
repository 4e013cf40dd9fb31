namespace Fusion.Zoo;

/// <summary>Convolution, BatchNorm, PReLU.</summary>
[Block]
public partial class ConvPRelu(int outputs, int kernel, int stride = 1, int groups = 1)
{
    [Conv("outputs", "kernel", Stride = "stride", Groups = "groups")]   Layer conv;
    [BatchNorm]                                                         Layer bn;
    [PRelu]                                                             Layer prelu;
}

/// <summary>Widen, filter each channel, project without an activation; a shortcut where the size stays.</summary>
[Block]
public partial class DepthWise(int width, int outputs, int stride = 1)
{
    [Block<ConvPRelu>("width", 1)]                                                          Layer conv;
    [Block<ConvPRelu>("width", 3, "stride", "width")]                                       Layer conv_dw;
    [Conv("outputs", 1, Name = "project.conv"), BatchNorm(Name = "project.bn")]             Layer project;

    Tensor Forward(Tensor x)
    {
        var y = project(conv_dw(conv(x)));
        return stride == 1 && x.Channels == outputs ? x + y : y;
    }
}

/// <summary>
/// MiniFASNetV2 of Silent-Face-Anti-Spoofing: is this face a person or a picture? Input: 80×80, BGR, 0 to 255.
/// Parameters are named as in minivision-ai's weights.
/// </summary>
[FusedNetwork(80, 80, 3)]
public partial class MiniFasNetV2
{
    [Block<ConvPRelu>(32, 3, 2)]                                                                        Layer conv1;
    [Block<ConvPRelu>(32, 3, 1, 32)]                                                                    Layer conv2_dw;
    [Block<DepthWise>(103, 64, 2)]                                                                      Layer conv_23;
    [Prefix("conv_3.model"), Block<DepthWise>(13, 64, Repeat = 4)]                                      Layer conv_3;
    [Block<DepthWise>(231, 128, 2)]                                                                     Layer conv_34;
    [Prefix("conv_4.model"), Block<DepthWise>(231, 128), Block<DepthWise>(52, 128), Block<DepthWise>(26, 128),
                             Block<DepthWise>(77, 128), Block<DepthWise>(26, 128, Repeat = 2)]          Layer conv_4;
    [Block<DepthWise>(308, 128, 2)]                                                                     Layer conv_45;
    [Prefix("conv_5.model"), Block<DepthWise>(26, 128, Repeat = 2)]                                     Layer conv_5;
    [Block<ConvPRelu>(512, 1)]                                                                          Layer conv_6_sep;
    [Conv(512, 5, Padding = 0, Groups = 512, Name = "conv_6_dw.conv"), BatchNorm(Name = "conv_6_dw.bn"), Flatten] Layer conv_6_dw;
    [Linear(128, Bias = false)]                                                                         Layer linear;
    [BatchNorm]                                                                                         Layer bn;
    [Linear(3, Bias = false)]                                                                           Layer prob;
}
