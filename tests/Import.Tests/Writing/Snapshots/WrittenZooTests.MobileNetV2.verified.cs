using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(224, 224, 3)]
public partial class MobileNetV2
{
    [Block<ConvNorm>(32, 3, 2), Block<InvertedResidual>, Block<InvertedResidual2>(24, 2), Block<InvertedResidual2>(24),
     Block<InvertedResidual2>(32, 2), Block<InvertedResidual2>(32, Repeat = 2), Block<InvertedResidual2>(64, 2),
     Block<InvertedResidual2>(64, Repeat = 3), Block<InvertedResidual2>(96, Repeat = 3), Block<InvertedResidual2>(160, 2),
     Block<InvertedResidual2>(160, Repeat = 2), Block<InvertedResidual2>(320), Block<ConvNorm>(1280, 1)]
    Layer features;

    [GlobalAveragePool, Dropout, Linear(1000, Name = "classifier.1")]   Layer classifier;

    /// <summary>Convolution, normalisation, activation.</summary>
    [Block]
    public partial class ConvNorm(int outputs, int kernel, int stride = 1, int groups = 1)
    {
        [Prefix(""), Conv("outputs", "kernel", Stride = "stride", Groups = "groups"), BatchNorm, Relu6]   Layer layers;
    }

    /// <summary>Expand, filter each channel, project.</summary>
    [Block]
    public partial class InvertedResidual
    {
        [Block<ConvNorm>(32, 3, 1, 32), Conv(16, 1), BatchNorm]   Layer conv;
    }

    /// <summary>Expand, filter each channel, project; the shortcut joins the narrow ends.</summary>
    [Block]
    public partial class InvertedResidual2(int outputs, int stride = 1)
    {
        [Block<ConvNorm>("6 * x.Channels", 1), Block<ConvNorm>("6 * x.Channels", 3, "stride", "6 * x.Channels"), Conv("outputs", 1),
         BatchNorm]
        Layer conv;

        Tensor Forward(Tensor x) => stride == 1 && x.Channels == outputs ? x + conv(x) : conv(x);
    }
}