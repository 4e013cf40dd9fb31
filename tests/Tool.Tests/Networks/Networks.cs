namespace Fusion.Tool.Tests.Networks;

[Block]
public partial class SeUnit(int width)
{
    [Conv("width", 3), BatchNorm, Relu]   Layer conv1;
    [Conv("width", 3), BatchNorm]         Layer conv2;
    [SqueezeExcite(Reduction = 4)]        Layer se;

    Tensor Forward(Tensor x) => Relu(se(conv2(conv1(x))) + x);
}

[FusedNetwork(32, 32, 3), FusedNetwork(16, 16, 3)]
public partial class SmallSe
{
    [Conv(16, 3, Stride = 2), BatchNorm, Relu]   Layer conv1;
    [Tap, Block<SeUnit>(16, Repeat = 2)]         Layer layer1;
    [GlobalAveragePool, Linear(10)]              Layer fc;

    /// <summary>Would be seen if anything of this class ran.</summary>
    static SmallSe() => Environment.SetEnvironmentVariable("FUSION_TOOL_TESTS", "ran");
}

[FusedNetwork(8)]
public partial class Perceptron
{
    [Linear(16), Relu, Linear(4), Softmax]   Layer layers;
}
