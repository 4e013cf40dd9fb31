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

    [Prefix("fpn.output{index + 1}"), Block<ConvLeaky>(64, 1), Repeat(3)]   Layer[] outputs;
    [Prefix("fpn.merge{index + 1}"), Block<ConvLeaky>(64, 3), Repeat(2)]    Layer[] merges;
    [Prefix("ssh{index + 1}"), Block<Ssh>, Repeat(3)]                       Layer[] contexts;

    [Prefix("BboxHead"), Block<Head>(4), Repeat(3)]                         Layer[] boxHeads;
    [Prefix("ClassHead"), Block<Head>(2), Repeat(3)]                        Layer[] scoreHeads;
    [Prefix("LandmarkHead"), Block<Head>(10), Repeat(3)]                    Layer[] landmarkHeads;

    (Tensor boxes, Tensor scores, Tensor landmarks) Forward(Tensor image)
    {
        var c3 = stage1(image);
        var c4 = stage2(c3);
        var c5 = stage3(c4);

        var p5 = outputs[2](c5);
        var p4 = merges[1](outputs[1](c4) + Upsample(p5, 2));
        var p3 = merges[0](outputs[0](c3) + Upsample(p4, 2));

        Tensor[] features = [contexts[0](p3), contexts[1](p4), contexts[2](p5)];
        return (AtEachScale(boxHeads, features),
                Softmax(AtEachScale(scoreHeads, features)),
                AtEachScale(landmarkHeads, features));
    }

    private static Tensor AtEachScale(Layer[] heads, Tensor[] features)
    {
        var values = new Tensor[heads.Length];
        for (int i = 0; i < heads.Length; i++) values[i] = heads[i](features[i]);
        return Append(values);
    }
}
