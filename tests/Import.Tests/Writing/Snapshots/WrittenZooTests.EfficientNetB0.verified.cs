namespace Sample;

/// <summary>Convolution, normalisation, activation.</summary>
[Block]
public partial class ConvNorm(int width, int kernel, Activation activation, int stride = 1, int groups = 1)
{
    [Prefix(""), Conv("width", "kernel", Stride = "stride", Groups = "groups"), BatchNorm, Activate("activation")]   Layer layers;
}

[Block]
public partial class Unit
{
    [Block<ConvNorm>(32, 3, Activation.Silu, 1, 32), SqueezeExcite(Channels = 8, Inner = Activation.Silu),
     Block<ConvNorm>(16, 1, Activation.None)]
    Layer block;
}

[Block]
public partial class Unit2(int kernel, int width, int stride = 1)
{
    [Block<ConvNorm>("6 * x.Channels", 1, Activation.Silu),
     Block<ConvNorm>("6 * x.Channels", "kernel", Activation.Silu, "stride", "6 * x.Channels"),
     SqueezeExcite(Channels = "x.Channels / 4", Inner = Activation.Silu), Block<ConvNorm>("width", 1, Activation.None)]
    Layer block;
}

/// <summary>Layers and a shortcut around them.</summary>
[Block]
public partial class SeResidual(int kernel)
{
    [Block<ConvNorm>("6 * x.Channels", 1, Activation.Silu),
     Block<ConvNorm>("6 * x.Channels", "kernel", Activation.Silu, 1, "6 * x.Channels"),
     SqueezeExcite(Channels = "x.Channels / 4", Inner = Activation.Silu), Block<ConvNorm>("x.Channels", 1, Activation.None)]
    Layer block;

    Tensor Forward(Tensor x) => x + block(x);
}

/// <summary>Blocks one after another.</summary>
[Block]
public partial class Stage
{
    [Prefix(""), Block<Unit>(Name = "0")]   Layer layers;
}

/// <summary>Blocks one after another.</summary>
[Block]
public partial class Stage2(int kernel)
{
    [Prefix(""), Block<Unit2>("kernel", "8 * kernel", 2), Block<SeResidual>("kernel")]   Layer layers;
}

/// <summary>Blocks one after another.</summary>
[Block]
public partial class Stage3(int kernel, int width, int stride = 1)
{
    [Prefix(""), Block<Unit2>("kernel", "width", "stride"), Block<SeResidual>("kernel", Repeat = 2)]   Layer layers;
}

/// <summary>Blocks one after another.</summary>
[Block]
public partial class Stage4
{
    [Prefix(""), Block<Unit2>(5, 192, 2), Block<SeResidual>(5, Repeat = 3)]   Layer layers;
}

/// <summary>Blocks one after another.</summary>
[Block]
public partial class Stage5
{
    [Prefix(""), Block<Unit2>(3, 320, Name = "0")]   Layer layers;
}

[FusedNetwork(224, 224, 3)]
public partial class EfficientNetB0
{
    [Block<ConvNorm>(32, 3, Activation.Silu, 2), Block<Stage>, Block<Stage2>(3), Block<Stage2>(5), Block<Stage3>(3, 80, 2),
     Block<Stage3>(5, 112), Block<Stage4>, Block<Stage5>, Block<ConvNorm>(1280, 1, Activation.Silu)]
    Layer features;

    [GlobalAveragePool, Dropout, Linear(1000, Name = "classifier.1")]   Layer classifier;
}