namespace Sample;

/// <summary>Convolution, normalisation, activation.</summary>
[Block]
public partial class ConvNorm(int width, int kernel, int stride = 1)
{
    [Conv("width", "kernel", Stride = "stride"), BatchNorm]   Layer conv;
    [PRelu]                                                   Layer prelu;
}

/// <summary>Convolution, normalisation, activation.</summary>
[Block]
public partial class ConvNorm2(int stride = 1)
{
    [DepthwiseConv(3, Stride = "stride"), BatchNorm]   Layer conv;
    [PRelu]                                            Layer prelu;
}

/// <summary>Convolution, normalisation, activation.</summary>
[Block]
public partial class ConvNorm3(int width)
{
    [Conv("width", 1), BatchNorm]   Layer conv;
}

/// <summary>Convolution, normalisation, activation.</summary>
[Block]
public partial class ConvNorm4
{
    [DepthwiseConv(5, Padding = 0), BatchNorm]   Layer conv;
}

/// <summary>Blocks one after another.</summary>
[Block]
public partial class Stage(int width, int width2)
{
    [Block<ConvNorm>("width", 1)]   Layer conv;
    [Block<ConvNorm2>(2)]           Layer conv_dw;
    [Block<ConvNorm3>("width2")]    Layer project;
}

/// <summary>Layers and a shortcut around them.</summary>
[Block]
public partial class Residual(int width, int width2)
{
    [Block<ConvNorm>("width", 1)]   Layer conv;
    [Block<ConvNorm2>]              Layer conv_dw;
    [Block<ConvNorm3>("width2")]    Layer project;

    Tensor Forward(Tensor x) => x + project(conv_dw(conv(x)));
}

/// <summary>Blocks one after another.</summary>
[Block]
public partial class Stage2
{
    [Block<Residual>(13, 64, Repeat = 4)]   Layer model;
}

/// <summary>Blocks one after another.</summary>
[Block]
public partial class Stage3
{
    [Block<Residual>(231, 128), Block<Residual>(52, 128), Block<Residual>(26, 128), Block<Residual>(77, 128),
     Block<Residual>(26, 128, Repeat = 2)]
    Layer model;
}

/// <summary>Blocks one after another.</summary>
[Block]
public partial class Stage4
{
    [Block<Residual>(26, 128, Repeat = 2)]   Layer model;
}

[FusedNetwork(80, 80, 3)]
public partial class MiniFasNetV2
{
    [Block<ConvNorm>(32, 3, 2)]   Layer conv1;
    [Block<ConvNorm2>]            Layer conv2_dw;
    [Block<Stage>(103, 64)]       Layer conv_23;
    [Block<Stage2>]               Layer conv_3;
    [Block<Stage>(231, 128)]      Layer conv_34;
    [Block<Stage3>]               Layer conv_4;
    [Block<Stage>(308, 128)]      Layer conv_45;
    [Block<Stage4>]               Layer conv_5;
    [Block<ConvNorm>(512, 1)]     Layer conv_6_sep;
    [Block<ConvNorm4>]            Layer conv_6_dw;
    [Flatten, Linear(128)]        Layer linear;
    [BatchNorm]                   Layer bn;
    [Linear(3, Bias = false)]     Layer prob;
}