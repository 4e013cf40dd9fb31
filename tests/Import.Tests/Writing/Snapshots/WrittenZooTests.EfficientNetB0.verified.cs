using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(224, 224, 3)]
public partial class EfficientNetB0
{
    [Block<ConvNorm>(32, 3, Activation.Silu, 2), Block<Stage>, Block<Stage2>(3, 24), Block<Stage2>(5, 40), Block<Stage3>(3, 80, 2),
     Block<Stage4>(5, 112, 3), Block<Stage3>(5, 192, 3), Block<Stage4>(3, 320, 1), Block<ConvNorm>(1280, 1, Activation.Silu)]
    Layer features;

    [GlobalAveragePool, Dropout, Linear(1000, Name = "classifier.1")]   Layer classifier;

    /// <summary>Convolution, normalisation, activation.</summary>
    [Block]
    public partial class ConvNorm(int outputs, int kernel, Activation activation, int stride = 1, int groups = 1)
    {
        [Prefix(""), Conv("outputs", "kernel", Stride = "stride", Groups = "groups"), BatchNorm, Activate("activation")]   Layer layers;
    }

    /// <summary>Expand, filter each channel, project.</summary>
    [Block]
    public partial class InvertedResidual
    {
        [Block<ConvNorm>(32, 3, Activation.Silu, 1, 32), SqueezeExcite(Reduction = 4, Inner = Activation.Silu),
         Block<ConvNorm>(16, 1, Activation.None)]
        Layer block;
    }

    /// <summary>Expand, filter each channel, project; the shortcut joins the narrow ends.</summary>
    [Block]
    public partial class InvertedResidual2(int kernel, int outputs, int stride = 1)
    {
        [Block<ConvNorm>("6 * x.Channels", 1, Activation.Silu),
         Block<ConvNorm>("6 * x.Channels", "kernel", Activation.Silu, "stride", "6 * x.Channels"),
         SqueezeExcite(Reduction = 24, Inner = Activation.Silu), Block<ConvNorm>("outputs", 1, Activation.None)]
        Layer block;

        Tensor Forward(Tensor x) => stride == 1 && x.Channels == outputs ? x + block(x) : block(x);
    }

    /// <summary>Blocks one after another.</summary>
    [Block]
    public partial class Stage
    {
        [Block<InvertedResidual>(Name = "0")]   Layer layers;
    }

    /// <summary>Blocks one after another.</summary>
    [Block]
    public partial class Stage2(int kernel, int width)
    {
        [Prefix(""), Block<InvertedResidual2>("kernel", "width", 2), Block<InvertedResidual2>("kernel", "width")]   Layer layers;
    }

    /// <summary>Blocks one after another.</summary>
    [Block]
    public partial class Stage3(int kernel, int width, int depth)
    {
        [Prefix(""), Block<InvertedResidual2>("kernel", "width", 2), Block<InvertedResidual2>("kernel", "width", Repeat = "depth")]
        Layer layers;
    }

    /// <summary>Blocks one after another.</summary>
    [Block]
    public partial class Stage4(int kernel, int outputs, int depth)
    {
        [Prefix(""), Block<InvertedResidual2>("kernel", "outputs", Repeat = "depth")]   Layer layers;
    }
}