namespace Sample;

/// <summary>Convolution, normalisation, activation.</summary>
[Block]
public partial class ConvNorm(int width, int kernel, Activation activation, int stride = 1, int groups = 1)
{
    [Prefix(""), Conv("width", "kernel", Stride = "stride", Groups = "groups"), BatchNorm(Epsilon = 0.001), Activate("activation")]
    Layer layers;
}

[Block]
public partial class Unit
{
    [Block<ConvNorm>(16, 3, Activation.Relu, 2, 16), SqueezeExcite(Channels = 8, Gate = Activation.HardSigmoid),
     Block<ConvNorm>(16, 1, Activation.None)]
    Layer block;
}

/// <summary>Blocks one after another.</summary>
[Block]
public partial class Stage
{
    [Block<ConvNorm>(72, 1, Activation.Relu), Block<ConvNorm>(72, 3, Activation.Relu, 2, 72), Block<ConvNorm>(24, 1, Activation.None)]
    Layer block;
}

/// <summary>Layers and a shortcut around them.</summary>
[Block]
public partial class Residual
{
    [Block<ConvNorm>(88, 1, Activation.Relu), Block<ConvNorm>(88, 3, Activation.Relu, 1, 88), Block<ConvNorm>(24, 1, Activation.None)]
    Layer block;

    Tensor Forward(Tensor x) => x + block(x);
}

[Block]
public partial class Unit2(int width, int squeezed, int width2, int stride = 1)
{
    [Block<ConvNorm>("width", 1, Activation.HardSwish), Block<ConvNorm>("width", 5, Activation.HardSwish, "stride", "width"),
     SqueezeExcite(Channels = "squeezed", Gate = Activation.HardSigmoid), Block<ConvNorm>("width2", 1, Activation.None)]
    Layer block;
}

/// <summary>Layers and a shortcut around them.</summary>
[Block]
public partial class SeResidual(int width, int squeezed)
{
    [Block<ConvNorm>("width", 1, Activation.HardSwish), Block<ConvNorm>("width", 5, Activation.HardSwish, 1, "width"),
     SqueezeExcite(Channels = "squeezed", Gate = Activation.HardSigmoid), Block<ConvNorm>("x.Channels", 1, Activation.None)]
    Layer block;

    Tensor Forward(Tensor x) => x + block(x);
}

[FusedNetwork(224, 224, 3)]
public partial class MobileNetV3Small
{
    [Block<ConvNorm>(16, 3, Activation.HardSwish, 2), Block<Unit>, Block<Stage>, Block<Residual>, Block<Unit2>(96, 24, 40, 2),
     Block<SeResidual>(240, 64, Repeat = 2), Block<Unit2>(120, 32, 48), Block<SeResidual>(144, 40), Block<Unit2>(288, 72, 96, 2),
     Block<SeResidual>(576, 144, Repeat = 2), Block<ConvNorm>(576, 1, Activation.HardSwish)]
    Layer features;

    [GlobalAveragePool, Linear(1024, Name = "classifier.0"), HardSwish, Dropout, Linear(1000, Name = "classifier.3")]
    Layer classifier;
}