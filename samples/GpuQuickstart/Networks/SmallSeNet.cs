namespace Fusion.Samples;

/// <summary>Two convolutions whose channels are weighed by what the whole picture shows.</summary>
[Block]
public partial class SmallSeBlock(int width)
{
    [Conv("width", 3), BatchNorm, Relu]   Layer conv1;
    [Conv("width", 1), BatchNorm]         Layer conv2;
    [SqueezeExcite(Reduction = 4)]        Layer se;

    Tensor Forward(Tensor x) => Relu(se(conv2(conv1(x))) + x);
}

/// <summary>Small enough for ILGPU's accelerator on the processor, which takes hundreds of times as long as Fusion's own kernels.</summary>
[FusedNetwork(12, 12, 3)]
public partial class SmallSeNet
{
    [Conv(16, 3, Stride = 2), BatchNorm, Relu]   Layer stem;
    [Block<SmallSeBlock>(16)]                    Layer block;
    [GlobalAveragePool, Linear(10)]              Layer head;
}
