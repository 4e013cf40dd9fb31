namespace Sample;

/// <summary>Convolution, normalisation, activation.</summary>
[Block]
public partial class ConvNorm(int width, int kernel, Activation activation, int stride = 1, int groups = 1)
{
    [Prefix(""), Conv("width", "kernel", Stride = "stride", Groups = "groups"), BatchNorm(Epsilon = 0.001), Activate("activation")]
    Layer layers;
}

/// <summary>Layers and a shortcut around them.</summary>
[Block]
public partial class Residual
{
    [Block<ConvNorm>(16, 3, Activation.Relu, 1, 16), Block<ConvNorm>(16, 1, Activation.None)]   Layer block;

    Tensor Forward(Tensor x) => x + block(x);
}

/// <summary>Blocks one after another.</summary>
[Block]
public partial class Stage(int width, Activation activation, int width2)
{
    [Block<ConvNorm>("width", 1, "activation"), Block<ConvNorm>("width", 3, "activation", 2, "width"),
     Block<ConvNorm>("width2", 1, Activation.None)]
    Layer block;
}

/// <summary>Layers and a shortcut around them.</summary>
[Block]
public partial class Residual2(int width, Activation activation)
{
    [Block<ConvNorm>("width", 1, "activation"), Block<ConvNorm>("width", 3, "activation", 1, "width"),
     Block<ConvNorm>("x.Channels", 1, Activation.None)]
    Layer block;

    Tensor Forward(Tensor x) => x + block(x);
}

[Block]
public partial class Unit(int width, Activation activation, int kernel, int squeezed, int width2)
{
    [Block<ConvNorm>("width", 1, "activation"), Block<ConvNorm>("width", "kernel", "activation", "kernel / 2", "width"),
     SqueezeExcite(Channels = "squeezed", Gate = Activation.HardSigmoid), Block<ConvNorm>("width2", 1, Activation.None)]
    Layer block;
}

/// <summary>Layers and a shortcut around them.</summary>
[Block]
public partial class SeResidual(int width, Activation activation, int kernel, int squeezed)
{
    [Block<ConvNorm>("width", 1, "activation"), Block<ConvNorm>("width", "kernel", "activation", 1, "width"),
     SqueezeExcite(Channels = "squeezed", Gate = Activation.HardSigmoid), Block<ConvNorm>("x.Channels", 1, Activation.None)]
    Layer block;

    Tensor Forward(Tensor x) => x + block(x);
}

[FusedNetwork(224, 224, 3)]
public partial class MobileNetV3Large
{
    [Block<ConvNorm>(16, 3, Activation.HardSwish, 2), Block<Residual>, Block<Stage>(64, Activation.Relu, 24),
     Block<Residual2>(72, Activation.Relu), Block<Unit>(72, Activation.Relu, 5, 24, 40),
     Block<SeResidual>(120, Activation.Relu, 5, 32, Repeat = 2), Block<Stage>(240, Activation.HardSwish, 80),
     Block<Residual2>(200, Activation.HardSwish), Block<Residual2>(184, Activation.HardSwish, Repeat = 2),
     Block<Unit>(480, Activation.HardSwish, 3, 120, 112), Block<SeResidual>(672, Activation.HardSwish, 3, 168),
     Block<Unit>(672, Activation.HardSwish, 5, 168, 160), Block<SeResidual>(960, Activation.HardSwish, 5, 240, Repeat = 2),
     Block<ConvNorm>(960, 1, Activation.HardSwish)]
    Layer features;

    [GlobalAveragePool, Linear(1280, Name = "classifier.0"), HardSwish, Dropout, Linear(1000, Name = "classifier.3")]
    Layer classifier;
}