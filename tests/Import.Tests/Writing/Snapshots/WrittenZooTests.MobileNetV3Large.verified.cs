using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(224, 224, 3)]
public partial class MobileNetV3Large
{
    [Block<ConvNorm>(16, 3, Activation.HardSwish, 2), Block<InvertedResidual>, Block<InvertedResidual2>(64, Activation.Relu, 24, 2),
     Block<InvertedResidual2>(72, Activation.Relu, 24), Block<InvertedResidual3>(72, Activation.Relu, 5, 24, 40, 2),
     Block<InvertedResidual3>(120, Activation.Relu, 5, 32, 40, Repeat = 2),
     Block<InvertedResidual2>(240, Activation.HardSwish, 80, 2), Block<InvertedResidual2>(200, Activation.HardSwish, 80),
     Block<InvertedResidual2>(184, Activation.HardSwish, 80, Repeat = 2),
     Block<InvertedResidual3>(480, Activation.HardSwish, 3, 120, 112),
     Block<InvertedResidual3>(672, Activation.HardSwish, 3, 168, 112),
     Block<InvertedResidual3>(672, Activation.HardSwish, 5, 168, 160, 2),
     Block<InvertedResidual3>(960, Activation.HardSwish, 5, 240, 160, Repeat = 2), Block<ConvNorm>(960, 1, Activation.HardSwish)]
    Layer features;

    [GlobalAveragePool, Linear(1280, Name = "classifier.0"), HardSwish, Dropout, Linear(1000, Name = "classifier.3")]
    Layer classifier;

    /// <summary>Convolution, normalisation, activation.</summary>
    [Block]
    public partial class ConvNorm(int outputs, int kernel, Activation activation, int stride = 1, int groups = 1)
    {
        [Prefix(""), Conv("outputs", "kernel", Stride = "stride", Groups = "groups"), BatchNorm(Epsilon = 0.001),
         Activate("activation")]
        Layer layers;
    }

    /// <summary>Expand, filter each channel, project; the shortcut joins the narrow ends.</summary>
    [Block]
    public partial class InvertedResidual
    {
        [Block<ConvNorm>(16, 3, Activation.Relu, 1, 16), Block<ConvNorm>(16, 1, Activation.None)]   Layer block;

        Tensor Forward(Tensor x) => x + block(x);
    }

    /// <summary>Expand, filter each channel, project; the shortcut joins the narrow ends.</summary>
    [Block]
    public partial class InvertedResidual2(int width, Activation activation, int outputs, int stride = 1)
    {
        [Block<ConvNorm>("width", 1, "activation"), Block<ConvNorm>("width", 3, "activation", "stride", "width"),
         Block<ConvNorm>("outputs", 1, Activation.None)]
        Layer block;

        Tensor Forward(Tensor x) => stride == 1 && x.Channels == outputs ? x + block(x) : block(x);
    }

    /// <summary>Expand, filter each channel, project; the shortcut joins the narrow ends.</summary>
    [Block]
    public partial class InvertedResidual3(int width, Activation activation, int kernel, int squeezed, int outputs, int stride = 1)
    {
        [Block<ConvNorm>("width", 1, "activation"), Block<ConvNorm>("width", "kernel", "activation", "stride", "width"),
         SqueezeExcite(Channels = "squeezed", Gate = Activation.HardSigmoid), Block<ConvNorm>("outputs", 1, Activation.None)]
        Layer block;

        Tensor Forward(Tensor x) => stride == 1 && x.Channels == outputs ? x + block(x) : block(x);
    }
}