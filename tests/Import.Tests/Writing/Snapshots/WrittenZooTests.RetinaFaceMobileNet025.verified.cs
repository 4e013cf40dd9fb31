using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(640, 640, 3)]
public partial class RetinaFaceMobileNet025
{
    [Prefix("body.stage1"), Block<ConvNorm>, Block<Separable>(16), Block<Separable>(32, 2), Block<Separable>(32),
     Block<Separable>(64, 2), Block<Separable>(64)]
    Layer stage1;

    [Prefix("body.stage2"), Block<Separable>(128, 2), Block<Separable>(128, Repeat = 5)]   Layer stage2;
    [Prefix("body.stage3"), Block<Separable>(256, 2), Block<Separable>(256)]               Layer stage3;
    [Prefix("fpn.output3"), Conv(64, 1), BatchNorm, LeakyRelu(Slope = 0.1)]                Layer output3;
    [Prefix("fpn.output2"), Conv(64, 1), BatchNorm, LeakyRelu(Slope = 0.1)]                Layer output2;
    [Prefix("fpn.merge2"), Conv(64, 3), BatchNorm, LeakyRelu(Slope = 0.1)]                 Layer merge2;
    [Prefix("fpn.output1"), Conv(64, 1), BatchNorm, LeakyRelu(Slope = 0.1)]                Layer output1;
    [Prefix("fpn.merge1"), Conv(64, 3), BatchNorm, LeakyRelu(Slope = 0.1)]                 Layer merge1;
    [Block<Ssh>]                                                                           Layer ssh1;
    [Block<Ssh>]                                                                           Layer ssh2;
    [Block<Ssh>]                                                                           Layer ssh3;
    [Conv(8, 1, Name = "BboxHead.0.conv1x1"), Reshape(-1, 4)]                              Layer bboxHead0;
    [Conv(8, 1, Name = "BboxHead.1.conv1x1"), Reshape(-1, 4)]                              Layer bboxHead1;
    [Conv(8, 1, Name = "BboxHead.2.conv1x1"), Reshape(-1, 4)]                              Layer bboxHead2;
    [Conv(4, 1, Name = "ClassHead.0.conv1x1"), Reshape(-1, 2)]                             Layer classHead0;
    [Conv(4, 1, Name = "ClassHead.1.conv1x1"), Reshape(-1, 2)]                             Layer classHead1;
    [Conv(4, 1, Name = "ClassHead.2.conv1x1"), Reshape(-1, 2)]                             Layer classHead2;
    [Conv(20, 1, Name = "LandmarkHead.0.conv1x1"), Reshape(-1, 10)]                        Layer landmarkHead0;
    [Conv(20, 1, Name = "LandmarkHead.1.conv1x1"), Reshape(-1, 10)]                        Layer landmarkHead1;
    [Conv(20, 1, Name = "LandmarkHead.2.conv1x1"), Reshape(-1, 10)]                        Layer landmarkHead2;

    (Tensor boxes, Tensor scores, Tensor landmarks) Forward(Tensor image)
    {
        var y = stage1(image);
        var z = stage2(y);
        var u = output3(stage3(z));
        var v = merge2(output2(z) + Upsample(u, 2));
        var w = ssh1(merge1(output1(y) + Upsample(v, 2)));
        var y1 = ssh2(v);
        var y2 = ssh3(u);
        return (Append(bboxHead0(w), bboxHead1(y1), bboxHead2(y2)), Softmax(Append(classHead0(w), classHead1(y1),
            classHead2(y2))), Append(landmarkHead0(w), landmarkHead1(y1), landmarkHead2(y2)));
    }

    /// <summary>Convolution, normalisation, activation.</summary>
    [Block]
    public partial class ConvNorm
    {
        [Prefix(""), Conv(8, 3, Stride = 2), BatchNorm, LeakyRelu(Slope = 0.1)]   Layer layers;
    }

    /// <summary>Filter each channel, then mix the channels.</summary>
    [Block]
    public partial class Separable(int outputs, int stride = 1)
    {
        [Prefix(""), DepthwiseConv(3, Stride = "stride"), BatchNorm, LeakyRelu(Slope = 0.1), Conv("outputs", 1), BatchNorm,
         LeakyRelu(Slope = 0.1)]
        Layer layers;
    }

    [Block]
    public partial class Ssh
    {
        [Conv(16, 3, Name = "conv5X5_1.0"), BatchNorm(Name = "conv5X5_1.1"), LeakyRelu(Slope = 0.1)]   Layer conv5X5_1;
        [Conv(32, 3, Name = "conv3X3.0"), BatchNorm(Name = "conv3X3.1")]       Layer conv3X3;
        [Conv(16, 3, Name = "conv5X5_2.0"), BatchNorm(Name = "conv5X5_2.1")]   Layer conv5X5_2;
        [Conv(16, 3, Name = "conv7X7_2.0"), BatchNorm(Name = "conv7X7_2.1"), LeakyRelu(Slope = 0.1)]   Layer conv7X7_2;
        [Conv(16, 3, Name = "conv7x7_3.0"), BatchNorm(Name = "conv7x7_3.1")]   Layer conv7x7_3;

        Tensor Forward(Tensor x)
        {
            var y = conv5X5_1(x);
            return Relu(Concat(conv3X3(x), conv5X5_2(y), conv7x7_3(conv7X7_2(y))));
        }
    }
}