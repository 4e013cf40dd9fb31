using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(224, 224, 3)]
public partial class MobileNetV3Small
{
    [Block<ConvNorm>(16, 3, Activation.HardSwish, 2), Block<InvertedResidual>, Block<InvertedResidual2>(72, 2),
     Block<InvertedResidual2>(88), Block<InvertedResidual3>(96, 24, 40, 2), Block<InvertedResidual3>(240, 64, 40, Repeat = 2),
     Block<InvertedResidual3>(120, 32, 48), Block<InvertedResidual3>(144, 40, 48), Block<InvertedResidual3>(288, 72, 96, 2),
     Block<InvertedResidual3>(576, 144, 96, Repeat = 2), Block<ConvNorm>(576, 1, Activation.HardSwish)]
    Layer features;

    [GlobalAveragePool, Linear(1024, Name = "classifier.0"), HardSwish, Dropout, Linear(1000, Name = "classifier.3")]
    Layer classifier;

    /// <summary>Convolution, normalisation, activation.</summary>
    [Block]
    public partial class ConvNorm(int outputs, int kernel, Activation activation, int stride = 1, int groups = 1)
    {
        [Prefix(""), Conv("outputs", "kernel", Stride = "stride", Groups = "groups"), BatchNorm(Epsilon = 0.001),
         Activate("activation")]
        Layer layers;
    }

    /// <summary>Expand, filter each channel, project.</summary>
    [Block]
    public partial class InvertedResidual
    {
        [Block<ConvNorm>(16, 3, Activation.Relu, 2, 16), SqueezeExcite(Reduction = 2, Gate = Activation.HardSigmoid),
         Block<ConvNorm>(16, 1, Activation.None)]
        Layer block;
    }

    /// <summary>Expand, filter each channel, project; the shortcut joins the narrow ends.</summary>
    [Block]
    public partial class InvertedResidual2(int width, int stride = 1)
    {
        [Block<ConvNorm>("width", 1, Activation.Relu), Block<ConvNorm>("width", 3, Activation.Relu, "stride", "width"),
         Block<ConvNorm>(24, 1, Activation.None)]
        Layer block;

        Tensor Forward(Tensor x) => stride == 1 && x.Channels == 24 ? x + block(x) : block(x);
    }

    /// <summary>Expand, filter each channel, project; the shortcut joins the narrow ends.</summary>
    [Block]
    public partial class InvertedResidual3(int width, int squeezed, int outputs, int stride = 1)
    {
        [Block<ConvNorm>("width", 1, Activation.HardSwish), Block<ConvNorm>("width", 5, Activation.HardSwish, "stride", "width"),
         SqueezeExcite(Channels = "squeezed", Gate = Activation.HardSigmoid), Block<ConvNorm>("outputs", 1, Activation.None)]
        Layer block;

        Tensor Forward(Tensor x) => stride == 1 && x.Channels == outputs ? x + block(x) : block(x);
    }
}