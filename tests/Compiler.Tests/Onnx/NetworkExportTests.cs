using Fusion.Compiler.Onnx;
using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Onnx;

/// <summary>Whole graphs: several inputs and outputs, shared parameters, names that ONNX must keep apart.</summary>
public class NetworkExportTests
{
    private static readonly Graph Network = GraphText.Parse(
        """
        graph TwoEyed
        %0 (16, 12, 3) = Input name: rgb
        %1 (16, 12, 1) = Input name: depth
        %2 (16, 12, 4) = Concat %0, %1
        %3 (8, 6, 24) = Conv %2, outputs: 24, kernel: 3, stride: 2, padding: 1, bias: false @ stem.conv
        %4 (8, 6, 24) = BatchNorm %3 @ stem.bn
        %5 (8, 6, 24) = HardSwish %4
        %6 (8, 6, 8) = Conv %5, outputs: 8, kernel: 1, bias: true @ a
        %7 (8, 6, 8) = Relu %6
        %8 (8, 6, 24) = Conv %7, outputs: 24, kernel: (3, 1), padding: (1, 0), bias: true @ b
        %9 (24) = GlobalPool %8, mode: Average
        %10 (24) = Sigmoid %9
        %11 (8, 6, 24) = Multiply %8, %10
        %12 (8, 6, 24) = Add %11, %5
        %13 (4, 3, 24) = MaxPool %12, kernel: 2, stride: 2
        %14 (8, 6, 24) = Upsample %13, scale: 2, mode: Nearest
        %15 (8, 6, 2) = Conv %14, outputs: 2, kernel: 1, bias: true @ head
        %16 (4, 3, 2) = Conv %13, outputs: 2, kernel: 1, bias: true @ head
        %17 (48, 2) = Reshape %15, dimensions: (-1, 2)
        %18 (12, 2) = Reshape %16, dimensions: (-1, 2)
        %19 (60, 2) = Append %17, %18
        %20 (288) = Flatten %13
        %21 (5) = Linear %20, outputs: 5, bias: true @ fc
        %22 (5) = Softmax %21
        output boxes = %19
        output classes = %22
        output rgb2 = %0
        """);

    [Fact]
    public void Agrees_with_ONNX_Runtime()
    {
        GraphVerifier.Check(Network);
        GraphChecks.AgreesWithOnnxRuntime(Network);
    }

    [Fact]
    public void A_fixed_batch_and_channels_first_can_be_asked_for()
    {
        byte[] model = OnnxExporter.Export(Network, RandomValues.Parameters(Network), batch: 3, OnnxLayout.ChannelsFirst);
        using var session = new Microsoft.ML.OnnxRuntime.InferenceSession(model);
        Assert.Equal([3, 3, 16, 12], session.InputMetadata["rgb"].Dimensions);
        Assert.Equal([3, 2, 60], session.OutputMetadata["boxes"].Dimensions);
        Assert.Equal([3, 5], session.OutputMetadata["classes"].Dimensions);
    }

    [Fact]
    public void The_same_graph_gives_the_same_bytes() => Assert.Equal(
        OnnxExporter.Export(Network, RandomValues.Parameters(Network)), OnnxExporter.Export(Network, RandomValues.Parameters(Network)));
}
