namespace Fusion.Zoo;

/// <summary>Convolution, BatchNorm and, if wanted, a leaky ReLU.</summary>
[Block]
public partial class ConvLeaky(int outputs, int kernel, int stride = 1, bool activate = true)
{
    [Prefix(""), Conv("outputs", "kernel", Stride = "stride"), BatchNorm, LeakyRelu(Slope = 0.1, When = "activate")]   Layer layers;
}

/// <summary>MobileNetV1's pair: filter each channel, then mix the channels.</summary>
[Block]
public partial class Separable(int outputs, int stride = 1)
{
    [Prefix(""), DepthwiseConv(3, Stride = "stride"), BatchNorm, LeakyRelu(Slope = 0.1),
                 Conv("outputs", 1), BatchNorm, LeakyRelu(Slope = 0.1)]
    Layer layers;
}

/// <summary>SSH's context module: views of 3×3, 5×5 and 7×7 side by side, the wide ones as chains of 3×3.</summary>
[Block]
public partial class Ssh
{
    [Block<ConvLeaky>(32, 3, 1, false)]   Layer conv3X3;
    [Block<ConvLeaky>(16, 3)]             Layer conv5X5_1;
    [Block<ConvLeaky>(16, 3, 1, false)]   Layer conv5X5_2;
    [Block<ConvLeaky>(16, 3)]             Layer conv7X7_2;
    [Block<ConvLeaky>(16, 3, 1, false)]   Layer conv7x7_3;

    Tensor Forward(Tensor x)
    {
        var y = conv5X5_1(x);
        return Relu(Concat(conv3X3(x), conv5X5_2(y), conv7x7_3(conv7X7_2(y))));
    }
}

/// <summary>Two anchors at every pixel, <paramref name="values"/> numbers for each.</summary>
[Block]
public partial class Head(int values)
{
    [Conv("2 * values", 1), Reshape(-1, "values")]   Layer conv1x1;
}

/// <summary>
/// RetinaFace with MobileNetV1 ×0.25 (Deng et al. 2019): boxes, scores (background, face) and five landmarks of 16,800 anchors, strides 8,
/// 16, 32. Input: BGR minus (104, 117, 123). Parameters are named as in biubug6's Pytorch_Retinaface.
/// </summary>
[FusedNetwork(640, 640, 3)]
public partial class RetinaFaceMobileNet025
{
    [Prefix("body.stage1"), Block<ConvLeaky>(8, 3, 2), Block<Separable>(16), Block<Separable>(32, 2), Block<Separable>(32),
                            Block<Separable>(64, 2), Block<Separable>(64)]                        Layer stage1;
    [Prefix("body.stage2"), Block<Separable>(128, 2), Block<Separable>(128, Repeat = 5)]          Layer stage2;
    [Prefix("body.stage3"), Block<Separable>(256, 2), Block<Separable>(256, Repeat = 1)]          Layer stage3;

    [Prefix("fpn.output1"), Block<ConvLeaky>(64, 1)]   Layer output1;
    [Prefix("fpn.output2"), Block<ConvLeaky>(64, 1)]   Layer output2;
    [Prefix("fpn.output3"), Block<ConvLeaky>(64, 1)]   Layer output3;
    [Prefix("fpn.merge1"), Block<ConvLeaky>(64, 3)]    Layer merge1;
    [Prefix("fpn.merge2"), Block<ConvLeaky>(64, 3)]    Layer merge2;

    [Block<Ssh>]   Layer ssh1;
    [Block<Ssh>]   Layer ssh2;
    [Block<Ssh>]   Layer ssh3;

    [Prefix("BboxHead.0"), Block<Head>(4)]         Layer boxes1;
    [Prefix("BboxHead.1"), Block<Head>(4)]         Layer boxes2;
    [Prefix("BboxHead.2"), Block<Head>(4)]         Layer boxes3;
    [Prefix("ClassHead.0"), Block<Head>(2)]        Layer scores1;
    [Prefix("ClassHead.1"), Block<Head>(2)]        Layer scores2;
    [Prefix("ClassHead.2"), Block<Head>(2)]        Layer scores3;
    [Prefix("LandmarkHead.0"), Block<Head>(10)]    Layer landmarks1;
    [Prefix("LandmarkHead.1"), Block<Head>(10)]    Layer landmarks2;
    [Prefix("LandmarkHead.2"), Block<Head>(10)]    Layer landmarks3;

    (Tensor boxes, Tensor scores, Tensor landmarks) Forward(Tensor image)
    {
        var c3 = stage1(image);
        var c4 = stage2(c3);
        var c5 = stage3(c4);

        var p5 = output3(c5);
        var p4 = merge2(output2(c4) + Upsample(p5, 2));
        var p3 = merge1(output1(c3) + Upsample(p4, 2));

        var f3 = ssh1(p3);
        var f4 = ssh2(p4);
        var f5 = ssh3(p5);

        return (Append(boxes1(f3), boxes2(f4), boxes3(f5)),
                Softmax(Append(scores1(f3), scores2(f4), scores3(f5))),
                Append(landmarks1(f3), landmarks2(f4), landmarks3(f5)));
    }
}
