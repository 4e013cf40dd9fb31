namespace Fusion.Zoo;

/// <summary>
/// MobileNetV3's bottleneck as PaddleOCR's converter numbers it: from convolution <paramref name="conv"/> and BatchNorm
/// <paramref name="norm"/> on. The gate is written by hand: its hard sigmoid has the slope 0.2.
/// </summary>
[Block]
public partial class PaddleBneck(
    int conv, int norm, int kernel, int expanded, int outputs, Activation activation, int stride = 1, bool se = true)
{
    [Conv("expanded", 1, Name = "/conv2d_{conv}"), BatchNorm(Name = "/batch_norm_{norm}"), Activate("activation")]
    Layer expand;

    [DepthwiseConv("kernel", Stride = "(stride, 1)", Name = "/conv2d_{conv + 1}"), BatchNorm(Name = "/batch_norm_{norm + 1}"),
        Activate("activation")]
    Layer depthwise;

    [GlobalAveragePool, Conv("expanded / 4", 1, Name = "/conv2d_{conv + 2}"), Relu,
                        Conv("expanded", 1, Name = "/conv2d_{conv + 3}"), HardSigmoid(Slope = 0.2)]
    Layer gate;

    [Conv("outputs", 1, Name = "/conv2d_{conv + (se ? 4 : 2)}"), BatchNorm(Name = "/batch_norm_{norm + 2}")]
    Layer project;

    Tensor Forward(Tensor x)
    {
        var y = depthwise(expand(x));
        y = project(se ? y * gate(y) : y);
        return stride == 1 && x.Channels == outputs ? x + y : y;
    }
}

/// <summary>
/// PP-OCR's text direction classifier v2.0 (PaddleOCR): MobileNetV3-Small ×0.35 whose strides keep the width of a line of text.
/// Input: RGB, from −1 to 1. Output: the probabilities of 0° and of 180°.
/// </summary>
[FusedNetwork(48, 192, 3), FusedNetwork(32, 100, 3)]
public partial class PpOcrCls
{
    [Conv(8, 3, Stride = 2, Name = "conv2d_0"), BatchNorm(Name = "batch_norm_0"), HardSwish]   Layer stem;

    [Block<PaddleBneck>(1,  1,  3, 8,   8,  Activation.Relu, 2),
     Block<PaddleBneck>(6,  4,  3, 24,  8,  Activation.Relu, 2, false),
     Block<PaddleBneck>(9,  7,  3, 32,  8,  Activation.Relu, 1, false),
     Block<PaddleBneck>(12, 10, 5, 32,  16, Activation.HardSwish, 2),
     Block<PaddleBneck>(17, 13, 5, 88,  16, Activation.HardSwish),
     Block<PaddleBneck>(22, 16, 5, 88,  16, Activation.HardSwish),
     Block<PaddleBneck>(27, 19, 5, 40,  16, Activation.HardSwish),
     Block<PaddleBneck>(32, 22, 5, 48,  16, Activation.HardSwish),
     Block<PaddleBneck>(37, 25, 5, 104, 32, Activation.HardSwish, 2),
     Block<PaddleBneck>(42, 28, 5, 200, 32, Activation.HardSwish),
     Block<PaddleBneck>(47, 31, 5, 200, 32, Activation.HardSwish)]                             Layer blocks;

    // Ceiling: at 32×100 one row is left for the pool.
    [Conv(200, 1, Name = "conv2d_52"), BatchNorm(Name = "batch_norm_34"), HardSwish, MaxPool(2, Stride = 2, CeilMode = true)]
    Layer top;

    [GlobalAveragePool, Linear(2, Name = "fc_0"), Softmax]                                     Layer head;
}
