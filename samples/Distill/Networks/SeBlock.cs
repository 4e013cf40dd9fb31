namespace Fusion.Samples.Distill.Networks;

/// <summary>Two 3×3 beside a shortcut, the channels weighed by what the whole picture shows (Hu et al., arXiv 1709.01507).</summary>
[Block]
public partial class SeBlock(int width, int stride = 1)
{
    [Conv("width", 3, Stride = "stride"), BatchNorm, Relu]   Layer conv1;
    [Conv("width", 3), BatchNorm]                            Layer conv2;
    [SqueezeExcite(Reduction = 8)]                           Layer se;
    [Conv("width", 1, Stride = "stride"), BatchNorm]         Layer downsample;

    Tensor Forward(Tensor x) => Relu(se(conv2(conv1(x))) + (stride == 1 && x.Channels == width ? x : downsample(x)));
}
