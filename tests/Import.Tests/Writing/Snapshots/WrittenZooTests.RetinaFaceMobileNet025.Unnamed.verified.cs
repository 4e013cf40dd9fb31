using Fusion;
using static Fusion.Ops;

[FusedNetwork(640, 640, 3)]
public partial class RetinaFaceMobileNet025
{
    [Conv(8, 3, Stride = 2), BatchNorm, LeakyRelu(Slope = 0.1)]         Layer conv1;
    [DepthwiseConv(3), BatchNorm, LeakyRelu(Slope = 0.1)]               Layer depthwise1;
    [Conv(16, 1), BatchNorm, LeakyRelu(Slope = 0.1)]                    Layer conv2;
    [DepthwiseConv(3, Stride = 2), BatchNorm, LeakyRelu(Slope = 0.1)]   Layer depthwise2;
    [Conv(32, 1), BatchNorm, LeakyRelu(Slope = 0.1)]                    Layer conv3;
    [DepthwiseConv(3), BatchNorm, LeakyRelu(Slope = 0.1)]               Layer depthwise3;
    [Conv(32, 1), BatchNorm, LeakyRelu(Slope = 0.1)]                    Layer conv4;
    [DepthwiseConv(3, Stride = 2), BatchNorm, LeakyRelu(Slope = 0.1)]   Layer depthwise4;
    [Conv(64, 1), BatchNorm, LeakyRelu(Slope = 0.1)]                    Layer conv5;
    [DepthwiseConv(3), BatchNorm, LeakyRelu(Slope = 0.1)]               Layer depthwise5;
    [Conv(64, 1), BatchNorm, LeakyRelu(Slope = 0.1)]                    Layer conv6;
    [DepthwiseConv(3, Stride = 2), BatchNorm, LeakyRelu(Slope = 0.1)]   Layer depthwise6;
    [Conv(128, 1), BatchNorm, LeakyRelu(Slope = 0.1)]                   Layer conv7;
    [DepthwiseConv(3), BatchNorm, LeakyRelu(Slope = 0.1)]               Layer depthwise7;
    [Conv(128, 1), BatchNorm, LeakyRelu(Slope = 0.1)]                   Layer conv8;
    [DepthwiseConv(3), BatchNorm, LeakyRelu(Slope = 0.1)]               Layer depthwise8;
    [Conv(128, 1), BatchNorm, LeakyRelu(Slope = 0.1)]                   Layer conv9;
    [DepthwiseConv(3), BatchNorm, LeakyRelu(Slope = 0.1)]               Layer depthwise9;
    [Conv(128, 1), BatchNorm, LeakyRelu(Slope = 0.1)]                   Layer conv10;
    [DepthwiseConv(3), BatchNorm, LeakyRelu(Slope = 0.1)]               Layer depthwise10;
    [Conv(128, 1), BatchNorm, LeakyRelu(Slope = 0.1)]                   Layer conv11;
    [DepthwiseConv(3), BatchNorm, LeakyRelu(Slope = 0.1)]               Layer depthwise11;
    [Conv(128, 1), BatchNorm, LeakyRelu(Slope = 0.1)]                   Layer conv12;
    [DepthwiseConv(3, Stride = 2), BatchNorm, LeakyRelu(Slope = 0.1)]   Layer depthwise12;
    [Conv(256, 1), BatchNorm, LeakyRelu(Slope = 0.1)]                   Layer conv13;
    [DepthwiseConv(3), BatchNorm, LeakyRelu(Slope = 0.1)]               Layer depthwise13;
    [Conv(256, 1), BatchNorm, LeakyRelu(Slope = 0.1)]                   Layer conv14;
    [Conv(64, 1), BatchNorm, LeakyRelu(Slope = 0.1)]                    Layer conv15;
    [Conv(64, 1), BatchNorm, LeakyRelu(Slope = 0.1)]                    Layer conv16;
    [Conv(64, 3), BatchNorm, LeakyRelu(Slope = 0.1)]                    Layer conv17;
    [Conv(64, 1), BatchNorm, LeakyRelu(Slope = 0.1)]                    Layer conv18;
    [Conv(64, 3), BatchNorm, LeakyRelu(Slope = 0.1)]                    Layer conv19;
    [Block<Unit>]                                                       Layer unit1;
    [Block<Unit>]                                                       Layer unit2;
    [Block<Unit>]                                                       Layer unit3;
    [Conv(8, 1), Reshape(-1, 4)]                                        Layer conv20;
    [Conv(8, 1), Reshape(-1, 4)]                                        Layer conv21;
    [Conv(8, 1), Reshape(-1, 4)]                                        Layer conv22;
    [Conv(4, 1), Reshape(-1, 2)]                                        Layer conv23;
    [Conv(4, 1), Reshape(-1, 2)]                                        Layer conv24;
    [Conv(4, 1), Reshape(-1, 2)]                                        Layer conv25;
    [Conv(20, 1), Reshape(-1, 10)]                                      Layer conv26;
    [Conv(20, 1), Reshape(-1, 10)]                                      Layer conv27;
    [Conv(20, 1), Reshape(-1, 10)]                                      Layer conv28;

    (Tensor boxes, Tensor scores, Tensor landmarks) Forward(Tensor image)
    {
        var y = conv6(depthwise5(conv5(depthwise4(conv4(depthwise3(conv3(depthwise2(conv2(depthwise1(conv1(image)))))))))));
        var z = depthwise11(conv11(depthwise10(conv10(depthwise9(conv9(depthwise8(conv8(depthwise7(conv7(depthwise6(y)))))))))));
        var u = conv12(z);
        var v = conv15(conv14(depthwise13(conv13(depthwise12(u)))));
        var w = conv17(conv16(u) + Upsample(v, 2));
        var y1 = unit1(conv19(conv18(y) + Upsample(w, 2)));
        var y2 = unit2(w);
        var y3 = unit3(v);
        return (Append(conv20(y1), conv21(y2), conv22(y3)), Softmax(Append(conv23(y1), conv24(y2), conv25(y3))),
            Append(conv26(y1), conv27(y2), conv28(y3)));
    }

    [Block]
    public partial class Unit
    {
        [Conv(16, 3), BatchNorm, LeakyRelu(Slope = 0.1)]   Layer conv1;
        [Conv(32, 3), BatchNorm]                           Layer conv2;
        [Conv(16, 3), BatchNorm]                           Layer conv3;
        [Conv(16, 3), BatchNorm, LeakyRelu(Slope = 0.1)]   Layer conv4;
        [Conv(16, 3), BatchNorm]                           Layer conv5;

        Tensor Forward(Tensor x)
        {
            var y = conv1(x);
            return Relu(Concat(conv2(x), conv3(y), conv5(conv4(y))));
        }
    }
}