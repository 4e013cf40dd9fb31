namespace Sample;

[FusedNetwork(48, 192, 3), FusedNetwork(32, 100, 3)]
public partial class PpOcrCls
{
    [Conv(8, 3, Stride = 2), BatchNorm, HardSwish]                      Layer conv1;
    [Conv(8, 1), BatchNorm, Relu]                                       Layer conv2;

    [DepthwiseConv(3, Stride = "(2, 1)"), BatchNorm, Relu, SqueezeExcite(Reduction = 4, Gate = Activation.HardSigmoid, GateSlope = 0.2)]
    Layer depthwise1;

    [Conv(8, 1), BatchNorm]                                             Layer conv3;
    [Conv(24, 1), BatchNorm, Relu]                                      Layer conv4;
    [DepthwiseConv(3, Stride = "(2, 1)"), BatchNorm, Relu]              Layer depthwise2;
    [Conv(8, 1), BatchNorm]                                             Layer conv5;
    [Conv(32, 1), BatchNorm, Relu]                                      Layer conv6;
    [DepthwiseConv(3), BatchNorm, Relu]                                 Layer depthwise3;
    [Conv(8, 1), BatchNorm]                                             Layer conv7;
    [Conv(32, 1), BatchNorm, HardSwish]                                 Layer conv8;

    [DepthwiseConv(5, Stride = "(2, 1)"), BatchNorm, HardSwish,
     SqueezeExcite(Reduction = 4, Gate = Activation.HardSigmoid, GateSlope = 0.2)]
    Layer depthwise4;

    [Conv(16, 1), BatchNorm]                                            Layer conv9;
    [Conv(88, 1), BatchNorm, HardSwish]                                 Layer conv10;

    [DepthwiseConv(5), BatchNorm, HardSwish, SqueezeExcite(Reduction = 4, Gate = Activation.HardSigmoid, GateSlope = 0.2)]
    Layer depthwise5;

    [Conv(16, 1), BatchNorm]                                            Layer conv11;
    [Conv(88, 1), BatchNorm, HardSwish]                                 Layer conv12;

    [DepthwiseConv(5), BatchNorm, HardSwish, SqueezeExcite(Reduction = 4, Gate = Activation.HardSigmoid, GateSlope = 0.2)]
    Layer depthwise6;

    [Conv(16, 1), BatchNorm]                                            Layer conv13;
    [Conv(40, 1), BatchNorm, HardSwish]                                 Layer conv14;

    [DepthwiseConv(5), BatchNorm, HardSwish, SqueezeExcite(Reduction = 4, Gate = Activation.HardSigmoid, GateSlope = 0.2)]
    Layer depthwise7;

    [Conv(16, 1), BatchNorm]                                            Layer conv15;
    [Conv(48, 1), BatchNorm, HardSwish]                                 Layer conv16;

    [DepthwiseConv(5), BatchNorm, HardSwish, SqueezeExcite(Reduction = 4, Gate = Activation.HardSigmoid, GateSlope = 0.2)]
    Layer depthwise8;

    [Conv(16, 1), BatchNorm]                                            Layer conv17;
    [Conv(104, 1), BatchNorm, HardSwish]                                Layer conv18;

    [DepthwiseConv(5, Stride = "(2, 1)"), BatchNorm, HardSwish,
     SqueezeExcite(Reduction = 4, Gate = Activation.HardSigmoid, GateSlope = 0.2)]
    Layer depthwise9;

    [Conv(32, 1), BatchNorm]                                            Layer conv19;
    [Conv(200, 1), BatchNorm, HardSwish]                                Layer conv20;

    [DepthwiseConv(5), BatchNorm, HardSwish, SqueezeExcite(Reduction = 4, Gate = Activation.HardSigmoid, GateSlope = 0.2)]
    Layer depthwise10;

    [Conv(32, 1), BatchNorm]                                            Layer conv21;
    [Conv(200, 1), BatchNorm, HardSwish]                                Layer conv22;

    [DepthwiseConv(5), BatchNorm, HardSwish, SqueezeExcite(Reduction = 4, Gate = Activation.HardSigmoid, GateSlope = 0.2)]
    Layer depthwise11;

    [Conv(32, 1), BatchNorm]                                            Layer conv23;
    [Conv(200, 1), BatchNorm, HardSwish, MaxPool(2, CeilMode = true)]   Layer conv24;
    [GlobalAveragePool, Linear(2), Softmax]                             Layer fc;

    Tensor Forward(Tensor input)
    {
        var y = conv5(depthwise2(conv4(conv3(depthwise1(conv2(conv1(input)))))));
        var z = conv9(depthwise4(conv8(y + conv7(depthwise3(conv6(y))))));
        var u = z + conv11(depthwise5(conv10(z)));
        var v = u + conv13(depthwise6(conv12(u)));
        var w = v + conv15(depthwise7(conv14(v)));
        var y1 = conv19(depthwise9(conv18(w + conv17(depthwise8(conv16(w))))));
        var y2 = y1 + conv21(depthwise10(conv20(y1)));
        return fc(conv24(y2 + conv23(depthwise11(conv22(y2)))));
    }
}