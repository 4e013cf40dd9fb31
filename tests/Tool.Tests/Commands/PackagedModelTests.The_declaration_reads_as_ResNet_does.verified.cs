// From ResNet18.onnx, whose weights are in ResNet18.safetensors.
//     using var network = ResNet18.Load("ResNet18.safetensors");
//     network.Run(input, output);   // floats of a sample: input: 150,528, output: 512

using Fusion;
using static Fusion.Ops;

[FusedNetwork(224, 224, 3, Layout = Layout.Nchw)]
public partial class ResNet18
{
    [Conv(64, 7, Stride = 2, PaddingEnd = 2), BatchNorm, Relu, MaxPool(3, Stride = 2, Padding = 1, PaddingEnd = 0)]   Layer conv;
    [Block<BasicBlock>(64, Repeat = 2)]                                  Layer stage1;
    [Block<BasicBlock>(128, 2, 0), Block<BasicBlock>(128)]               Layer stage2;
    [Block<BasicBlock>(256, 2, 0), Block<BasicBlock>(256)]               Layer stage3;
    [Block<BasicBlock>(512, 2, 0), Block<BasicBlock>(512, Repeat = 2)]   Layer stage4;
    [GlobalAveragePool]                                                  Layer globalAveragePool;

    /// <summary>Two convolutions and a shortcut.</summary>
    [Block]
    public partial class BasicBlock(int width, int stride = 1, int paddingEnd = 1)
    {
        [Conv("width", 3, Stride = "stride", PaddingEnd = "paddingEnd"), BatchNorm, Relu]   Layer conv1;
        [Conv("width", 3), BatchNorm]                                                       Layer conv2;
        [Conv("width", 1, Stride = "stride"), BatchNorm]                                    Layer shortcut;

        Tensor Forward(Tensor x) => Relu(conv2(conv1(x)) + (stride == 1 && x.Channels == width ? x : shortcut(x)));
    }
}