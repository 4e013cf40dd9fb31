using Fusion;
using static Fusion.Ops;

[FusedNetwork(640, 640, 3)]
public partial class RetinaFace
{
    [Prefix("body.stage1"), Block<ConvAct>, Block<Separable>(16), Block<Separable>(32, 2), Block<Separable>(32),
     Block<Separable>(64, 2), Block<Separable>(64)]
    Layer stage1;

    [Prefix("body.stage2"), Block<Separable>(128, 2), Block<Separable>(128, Repeat = 5)]   Layer stage2;
    [Prefix("body.stage3"), Block<Separable>(256, 2), Block<Separable>(256)]               Layer stage3;
    [Conv(64, 1, Name = "fpn.output3.0"), LeakyRelu(Slope = 0.1)]                          Layer output3;
    [Conv(64, 1, Name = "fpn.output1.0"), LeakyRelu(Slope = 0.1)]                          Layer output1_2;
    [Conv(64, 1, Name = "fpn.output2.0"), LeakyRelu(Slope = 0.1)]                          Layer output2_2;
    [Conv(64, 3, Name = "fpn.merge2.0"), LeakyRelu(Slope = 0.1)]                           Layer merge2;
    [Conv(64, 3, Name = "fpn.merge1.0"), LeakyRelu(Slope = 0.1)]                           Layer merge1;
    [Block<Ssh>]                                                                           Layer ssh1;
    [Block<Ssh>]                                                                           Layer ssh2;
    [Block<Ssh>]                                                                           Layer ssh3;
    [Conv(8, 1, Name = "BboxHead.0.conv1x1"), Reshape(12800, 4)]                           Layer bboxHead0;
    [Conv(8, 1, Name = "BboxHead.1.conv1x1"), Reshape(3200, 4)]                            Layer bboxHead1;
    [Conv(8, 1, Name = "BboxHead.2.conv1x1"), Reshape(800, 4)]                             Layer bboxHead2;
    [Conv(4, 1, Name = "ClassHead.0.conv1x1"), Reshape(12800, 2)]                          Layer classHead0;
    [Conv(4, 1, Name = "ClassHead.1.conv1x1"), Reshape(3200, 2)]                           Layer classHead1;
    [Conv(4, 1, Name = "ClassHead.2.conv1x1"), Reshape(800, 2)]                            Layer classHead2;
    [Conv(20, 1, Name = "LandmarkHead.0.conv1x1"), Reshape(12800, 10)]                     Layer landmarkHead0;
    [Conv(20, 1, Name = "LandmarkHead.1.conv1x1"), Reshape(3200, 10)]                      Layer landmarkHead1;
    [Conv(20, 1, Name = "LandmarkHead.2.conv1x1"), Reshape(800, 10)]                       Layer landmarkHead2;

    (Tensor output0, Tensor output1, Tensor output2) Forward(Tensor input0)
    {
        var y = stage1(input0);
        var z = stage2(y);
        var u = output3(stage3(z));
        var v = merge2(output2_2(z) + Upsample(u, 2));
        var w = ssh1(merge1(output1_2(y) + Upsample(v, 2)));
        var y1 = ssh2(v);
        var y2 = ssh3(u);
        return (Append(bboxHead0(w), bboxHead1(y1), bboxHead2(y2)), Softmax(Append(classHead0(w), classHead1(y1),
            classHead2(y2))), Append(landmarkHead0(w), landmarkHead1(y1), landmarkHead2(y2)));
    }

    /// <summary>Convolution and activation.</summary>
    [Block]
    public partial class ConvAct
    {
        [Prefix(""), Conv(8, 3, Stride = 2, Name = "0"), LeakyRelu(Slope = 0.1)]   Layer layers;
    }

    /// <summary>Filter each channel, then mix the channels.</summary>
    [Block]
    public partial class Separable(int outputs, int stride = 1)
    {
        [Prefix(""), DepthwiseConv(3, Stride = "stride"), LeakyRelu(Slope = 0.1), Conv("outputs", 1, Name = "3"),
         LeakyRelu(Slope = 0.1)]
        Layer layers;
    }

    [Block]
    public partial class Ssh
    {
        [Conv(32, 3, Name = "conv3X3.0")]                             Layer conv3X3;
        [Conv(16, 3, Name = "conv5X5_1.0"), LeakyRelu(Slope = 0.1)]   Layer conv5X5_1;
        [Conv(16, 3, Name = "conv5X5_2.0")]                           Layer conv5X5_2;
        [Conv(16, 3, Name = "conv7X7_2.0"), LeakyRelu(Slope = 0.1)]   Layer conv7X7_2;
        [Conv(16, 3, Name = "conv7x7_3.0")]                           Layer conv7x7_3;

        Tensor Forward(Tensor x)
        {
            var y = conv5X5_1(x);
            return Relu(Concat(conv3X3(x), conv5X5_2(y), conv7x7_3(conv7X7_2(y))));
        }
    }
}