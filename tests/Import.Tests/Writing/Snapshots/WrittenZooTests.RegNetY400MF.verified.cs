using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(224, 224, 3)]
public partial class RegNetY400MF
{
    [Conv(32, 3, Stride = 2), BatchNorm, Relu]   Layer stem;
    [Block<TrunkOutput>]                         Layer trunk_output;
    [GlobalAveragePool, Linear(1000)]            Layer fc;

    [Block]
    public partial class Unit(int width, int squeezed)
    {
        [Conv("width", 1), BatchNorm, Relu]                                     Layer a;
        [Conv("width", 3, Stride = 2, Groups = "width / 8"), BatchNorm, Relu]   Layer b;
        [SqueezeExcite(Channels = "squeezed")]                                  Layer se;
        [Conv("width", 1), BatchNorm]                                           Layer c;
    }

    /// <summary>Narrow, filter, widen, and a shortcut.</summary>
    [Block]
    public partial class SeBottleneck
    {
        [Conv("x.Channels", 1), BatchNorm, Relu]                              Layer a;
        [Conv("x.Channels", 3, Groups = "x.Channels / 8"), BatchNorm, Relu]   Layer b;
        [SqueezeExcite(Reduction = 4)]                                        Layer se;
        [Conv("x.Channels", 1), BatchNorm]                                    Layer c;

        Tensor Forward(Tensor x) => Relu(x + c(se(b(a(x)))));
    }

    /// <summary>Layers and a shortcut around them.</summary>
    [Block]
    public partial class Residual(int width)
    {
        [Conv("width", 1, Stride = 2), BatchNorm]   Layer proj;
        [Block<Unit>("width", "x.Channels / 4")]    Layer f;

        Tensor Forward(Tensor x) => Relu(proj(x) + f(x));
    }

    /// <summary>Blocks one after another.</summary>
    [Block]
    public partial class Stage
    {
        [Block<SeBottleneck>]   Layer f;
    }

    /// <summary>Blocks one after another.</summary>
    [Block]
    public partial class Stage2
    {
        [Block<Residual>(48, Name = "block1-0")]   Layer block1_0;
    }

    /// <summary>Blocks one after another.</summary>
    [Block]
    public partial class Stage3
    {
        [Block<Residual>(104, Name = "block2-0")]   Layer block2_0;
        [Block<Stage>(Name = "block2-1")]           Layer block2_1;
        [Block<Stage>(Name = "block2-2")]           Layer block2_2;
    }

    /// <summary>Blocks one after another.</summary>
    [Block]
    public partial class Stage4
    {
        [Block<Residual>(208, Name = "block3-0")]   Layer block3_0;
        [Block<Stage>(Name = "block3-1")]           Layer block3_1;
        [Block<Stage>(Name = "block3-2")]           Layer block3_2;
        [Block<Stage>(Name = "block3-3")]           Layer block3_3;
        [Block<Stage>(Name = "block3-4")]           Layer block3_4;
        [Block<Stage>(Name = "block3-5")]           Layer block3_5;
    }

    /// <summary>Blocks one after another.</summary>
    [Block]
    public partial class Stage5
    {
        [Block<Residual>(440, Name = "block4-0")]   Layer block4_0;
        [Block<Stage>(Name = "block4-1")]           Layer block4_1;
        [Block<Stage>(Name = "block4-2")]           Layer block4_2;
        [Block<Stage>(Name = "block4-3")]           Layer block4_3;
        [Block<Stage>(Name = "block4-4")]           Layer block4_4;
        [Block<Stage>(Name = "block4-5")]           Layer block4_5;
    }

    /// <summary>Blocks one after another.</summary>
    [Block]
    public partial class TrunkOutput
    {
        [Block<Stage2>]   Layer block1;
        [Block<Stage3>]   Layer block2;
        [Block<Stage4>]   Layer block3;
        [Block<Stage5>]   Layer block4;
    }
}