using Fusion;
using static Fusion.Ops;

[FusedNetwork(240, 320, 3)]
public partial class UltraFace
{
    [Block<ConvNorm>, Block<Separable>(32), Block<Separable>(32, 2), Block<Separable>(32), Block<Separable>(64, 2),
     Block<Separable>(64, Repeat = 3)]
    Layer base_net;

    [Block<Separable2>(6, Name = "classification_headers.0"), Reshape(3600, 2)]   Layer classification_headers0;
    [Block<Separable2>(12, Name = "regression_headers.0"), Reshape(3600, 4)]      Layer regression_headers0;

    [Block<Separable>(128, 2, Name = "base_net.8"), Block<Separable>(128, Name = "base_net.9"),
     Block<Separable>(128, Name = "base_net.10")]
    Layer base_net8;

    [Block<Separable2>(4, Name = "classification_headers.1"), Reshape(600, 2)]    Layer classification_headers1;
    [Block<Separable2>(8, Name = "regression_headers.1"), Reshape(600, 4)]        Layer regression_headers1;
    [Block<Separable>(256, 2, Name = "base_net.11"), Block<Separable>(256, Name = "base_net.12")]   Layer base_net11;
    [Block<Separable2>(4, Name = "classification_headers.2"), Reshape(160, 2)]    Layer classification_headers2;
    [Block<Separable2>(8, Name = "regression_headers.2"), Reshape(160, 4)]        Layer regression_headers2;
    [Block<Unit>(Name = "extras.0")]                                              Layer extras;
    [Conv(6, 3, Name = "classification_headers.3"), Reshape(60, 2)]               Layer classification_headers3;
    [Conv(12, 3, Name = "regression_headers.3"), Reshape(60, 4)]                  Layer regression_headers3;

    (Tensor scores, Tensor boxes) Forward(Tensor input)
    {
        var y = base_net(input);
        var z = base_net8(y);
        var u = base_net11(z);
        var v = extras(u);
        var w = Append(classification_headers0(y), classification_headers1(z), classification_headers2(u),
            classification_headers3(v));
        var y1 = Append(regression_headers0(y), regression_headers1(z), regression_headers2(u), regression_headers3(v));
        return (Softmax(w), y1);
    }

    /// <summary>Convolution, normalisation, activation.</summary>
    [Block]
    public partial class ConvNorm
    {
        [Prefix(""), Conv(16, 3, Stride = 2), BatchNorm, Relu]   Layer layers;
    }

    /// <summary>Filter each channel, then mix the channels.</summary>
    [Block]
    public partial class Separable(int outputs, int stride = 1)
    {
        [Prefix(""), DepthwiseConv(3, Stride = "stride"), BatchNorm, Relu, Conv("outputs", 1), BatchNorm, Relu]   Layer layers;
    }

    /// <summary>Filter each channel, then mix the channels.</summary>
    [Block]
    public partial class Separable2(int outputs)
    {
        [Prefix(""), DepthwiseConv(3), Relu, Conv("outputs", 1)]   Layer layers;
    }

    /// <summary>Filter each channel, then mix the channels.</summary>
    [Block]
    public partial class Separable3
    {
        [Prefix(""), DepthwiseConv(3, Stride = 2), Relu, Conv(256, 1), Relu]   Layer layers;
    }

    [Block]
    public partial class Unit
    {
        [Prefix(""), Conv(64, 1), Relu, Block<Separable3>]   Layer layers;
    }
}