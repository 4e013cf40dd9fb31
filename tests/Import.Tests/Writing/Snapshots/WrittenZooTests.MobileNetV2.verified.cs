namespace Sample;

/// <summary>Convolution, normalisation, activation.</summary>
[Block]
public partial class ConvNorm(int width, int kernel, int stride = 1, int groups = 1)
{
    [Prefix(""), Conv("width", "kernel", Stride = "stride", Groups = "groups"), BatchNorm, Relu6]   Layer layers;
}

[Block]
public partial class Unit
{
    [Block<ConvNorm>(32, 3, 1, 32), Conv(16, 1), BatchNorm]   Layer conv;
}

[Block]
public partial class Unit2(int width, int stride = 1)
{
    [Block<ConvNorm>("6 * x.Channels", 1), Block<ConvNorm>("6 * x.Channels", 3, "stride", "6 * x.Channels"), Conv("width", 1),
     BatchNorm]
    Layer conv;
}

/// <summary>Layers and a shortcut around them.</summary>
[Block]
public partial class Residual
{
    [Block<ConvNorm>("6 * x.Channels", 1), Block<ConvNorm>("6 * x.Channels", 3, 1, "6 * x.Channels"), Conv("x.Channels", 1), BatchNorm]
    Layer conv;

    Tensor Forward(Tensor x) => x + conv(x);
}

[FusedNetwork(224, 224, 3)]
public partial class MobileNetV2
{
    [Block<ConvNorm>(32, 3, 2), Block<Unit>, Block<Unit2>(24, 2), Block<Residual>, Block<Unit2>(32, 2), Block<Residual>(Repeat = 2),
     Block<Unit2>(64, 2), Block<Residual>(Repeat = 3), Block<Unit2>(96), Block<Residual>(Repeat = 2), Block<Unit2>(160, 2),
     Block<Residual>(Repeat = 2), Block<Unit2>(320), Block<ConvNorm>(1280, 1)]
    Layer features;

    [GlobalAveragePool, Dropout, Linear(1000, Name = "classifier.1")]   Layer classifier;
}