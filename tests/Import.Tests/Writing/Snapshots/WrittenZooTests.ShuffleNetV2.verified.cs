using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(224, 224, 3)]
public partial class ShuffleNetV2
{
    [Conv(24, 3, Stride = 2, Name = "conv1.0"), BatchNorm(Name = "conv1.1"), Relu, MaxPool(3, Stride = 2, Padding = 1)]
    Layer conv1;

    [Block<InvertedResidual>(58, Name = "stage2.0")]                       Layer stage2;
    [Prefix("stage2"), Block<InvertedResidual2>(Name = "stage2.1")]        Layer stage2_2;
    [Prefix("stage2"), Block<InvertedResidual2>(Name = "stage2.2")]        Layer stage2_3;
    [Prefix("stage2"), Block<InvertedResidual2>(Name = "stage2.3")]        Layer stage2_4;
    [Block<InvertedResidual>(116, Name = "stage3.0")]                      Layer stage3;
    [Prefix("stage3"), Block<InvertedResidual2>(Name = "stage3.1")]        Layer stage3_2;
    [Prefix("stage3"), Block<InvertedResidual2>(Name = "stage3.2")]        Layer stage3_3;
    [Prefix("stage3"), Block<InvertedResidual2>(Name = "stage3.3")]        Layer stage3_4;
    [Prefix("stage3"), Block<InvertedResidual2>(Name = "stage3.4")]        Layer stage3_5;
    [Prefix("stage3"), Block<InvertedResidual2>(Name = "stage3.5")]        Layer stage3_6;
    [Prefix("stage3"), Block<InvertedResidual2>(Name = "stage3.6")]        Layer stage3_7;
    [Prefix("stage3"), Block<InvertedResidual2>(Name = "stage3.7")]        Layer stage3_8;
    [Block<InvertedResidual>(232, Name = "stage4.0")]                      Layer stage4;
    [Prefix("stage4"), Block<InvertedResidual2>(Name = "stage4.1")]        Layer stage4_2;
    [Prefix("stage4"), Block<InvertedResidual2>(Name = "stage4.2")]        Layer stage4_3;
    [Prefix("stage4"), Block<InvertedResidual2>(Name = "stage4.3")]        Layer stage4_4;
    [Conv(1024, 1, Name = "conv5.0"), BatchNorm(Name = "conv5.1"), Relu]   Layer conv5;
    [GlobalAveragePool, Linear(1000)]                                      Layer fc;

    Tensor Forward(Tensor image)
    {
        var y = stage2(conv1(image));
        var z = ChannelShuffle(Concat(Slice(y, 0, 58), stage2_2(Slice(y, 58, 58))), 2);
        var u = ChannelShuffle(Concat(Slice(z, 0, 58), stage2_3(Slice(z, 58, 58))), 2);
        var v = stage3(ChannelShuffle(Concat(Slice(u, 0, 58), stage2_4(Slice(u, 58, 58))), 2));
        var w = ChannelShuffle(Concat(Slice(v, 0, 116), stage3_2(Slice(v, 116, 116))), 2);
        var y1 = ChannelShuffle(Concat(Slice(w, 0, 116), stage3_3(Slice(w, 116, 116))), 2);
        var y2 = ChannelShuffle(Concat(Slice(y1, 0, 116), stage3_4(Slice(y1, 116, 116))), 2);
        var y3 = ChannelShuffle(Concat(Slice(y2, 0, 116), stage3_5(Slice(y2, 116, 116))), 2);
        var y4 = ChannelShuffle(Concat(Slice(y3, 0, 116), stage3_6(Slice(y3, 116, 116))), 2);
        var y5 = ChannelShuffle(Concat(Slice(y4, 0, 116), stage3_7(Slice(y4, 116, 116))), 2);
        var y6 = stage4(ChannelShuffle(Concat(Slice(y5, 0, 116), stage3_8(Slice(y5, 116, 116))), 2));
        var y7 = ChannelShuffle(Concat(Slice(y6, 0, 232), stage4_2(Slice(y6, 232, 232))), 2);
        var y8 = ChannelShuffle(Concat(Slice(y7, 0, 232), stage4_3(Slice(y7, 232, 232))), 2);
        return fc(conv5(ChannelShuffle(Concat(Slice(y8, 0, 232), stage4_4(Slice(y8, 232, 232))), 2)));
    }

    /// <summary>Expand, filter each channel, project.</summary>
    [Block]
    public partial class InvertedResidual(int width)
    {
        [DepthwiseConv(3, Stride = 2), BatchNorm, Conv("width", 1), BatchNorm, Relu]   Layer branch1;
        [Conv("width", 1), BatchNorm, Relu, DepthwiseConv(3, Stride = 2), BatchNorm, Conv("width", 1), BatchNorm, Relu]   Layer branch2;

        Tensor Forward(Tensor x) => ChannelShuffle(Concat(branch1(x), branch2(x)), 2);
    }

    /// <summary>Expand, filter each channel, project.</summary>
    [Block]
    public partial class InvertedResidual2
    {
        [Conv("x.Channels", 1), BatchNorm, Relu, DepthwiseConv(3), BatchNorm, Conv("x.Channels", 1), BatchNorm, Relu]   Layer branch2;
    }
}