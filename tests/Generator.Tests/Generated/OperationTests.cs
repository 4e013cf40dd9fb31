using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Generated;

/// <summary>Every operation of the language has kernels, at every rank that it allows.</summary>
public class OperationTests
{
    [Theory]
    [InlineData("Conv(4, 3)", "16", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("Conv(4, 3, Stride = 2, Groups = 2, Dilation = 2)", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("DepthwiseConv(3, Stride = 2)", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("ConvTranspose(4, 3, Stride = 2, OutputPadding = 1)", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("Linear(5)", "16", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("BatchNorm", "16", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("Relu, PRelu, Mish, Elu, Tanh, Gelu, Softmax", "16", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("Softplus, Softsign, Selu, Celu(Alpha = 0.5), ThresholdedRelu, LogSoftmax", "16", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("SqueezeExcite(Channels = 4, Pool = GlobalPoolMode.Sum)", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("MaxPool(3, Stride = 2, CeilMode = true)", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("AveragePool(3, Stride = 2, Padding = 1, CountPadding = false)", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("Conv(4, 3, PaddingEnd = 2), DepthwiseConv(3, Padding = 0, PaddingEnd = 1)", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("ConvTranspose(4, 3, Stride = 2, Padding = 1, PaddingEnd = 0)", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("MaxPool(2, Stride = 1, Dilation = 2, Padding = 0, PaddingEnd = 1)", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("AveragePool(2, Stride = 1, Dilation = 2, PaddingEnd = 1)", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("GlobalAveragePool", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("GlobalMaxPool", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("ChannelShuffle(2)", "16", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("Upsample(2)", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("Upsample(2, Mode = UpsampleMode.Bilinear)", "", "", "8, 12, 16", "")]
    [InlineData("Upsample(2, Mode = UpsampleMode.Bilinear, AlignCorners = true)", "", "", "8, 12, 16", "")]
    [InlineData("Upsample(2, Mode = UpsampleMode.Bicubic)", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("Resize(\"x.Width + 3\", Mode = UpsampleMode.Bilinear)", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("Resize(Scale = 1.5)", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("Conv(4, 3, Stride = 2, Padding = Padding.Same)", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("ConvTranspose(4, 3, Stride = 2, Padding = Padding.Same)", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("MaxPool(3, Stride = 2, Padding = Padding.Same)", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("AveragePool(3, Stride = 2, Padding = Padding.Same)", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("DepthwiseConv(3, Padding = Padding.Causal), CumulativeSum, Smooth(2.5)", "", "12, 16")]
    [InlineData("Gru(5, Layers = 2), Lstm(\"x.Channels\", Bidirectional = true, Bias = false)", "", "12, 16")]
    [InlineData("Gru(5, Reverse = true), Lstm(3)", "", "12, 16")]
    [InlineData("Pad(1, 2, Mode = PadMode.Reflect)", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("Pad(1, Value = 0.5), Crop(2, 0), Tile(2)", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("PixelShuffle(2)", "", "", "8, 12, 16", "")]
    [InlineData("PixelUnshuffle(2)", "", "", "8, 12, 16", "")]
    [InlineData("PadChannels(1, 2)", "16", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("Subsample(2)", "", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("Flatten", "16", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("Flatten, Linear(4)", "16", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("Reshape(-1, 8)", "16", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("Slice(1, 2)", "16", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("LocalResponseNorm(5)", "16", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    public void Operation_is_compiled(string operations, params string[] shapes)
    {
        foreach (string shape in shapes.Where(shape => shape.Length > 0))
        {
            var (_, result) = Project.Generate(Project.Compile($"[FusedNetwork({shape})] partial class Net {{ [{operations}] Layer a; }}"));
            Assert.Empty(result.Diagnostics.Select(diagnostic => $"({shape}) {diagnostic.GetMessage()}"));
            Assert.DoesNotContain("is wrong", result.GeneratedTrees.First().ToString().Split("class Net")[0]);
        }
    }

    [Theory]
    [InlineData("x + GlobalAveragePool(x)", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("GlobalAveragePool(x) * x", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("MaxPool(Smooth(CumulativeSum(x, reverse: true), 3), 3, 2, Padding.Same)", "12, 16", "8, 12, 16")]
    [InlineData("MaxPool(x, 3, 1, dilation: 2, paddingEnd: 2)", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("x[1..^1]", "12, 16", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("x[.., 2..]", "8, 12, 16", "4, 8, 12, 16")]
    [InlineData("x[..(x.Height / 2), 2..^3]", "8, 12, 16")]
    [InlineData("Crop(Pad(Resize(x, (9, 5)), 1, mode: PadMode.Replicate), 1, (2, 0))", "8, 12, 16")]
    [InlineData("Stack(Tile(x, 2), Resize(x, scale: 2))", "12, 16", "8, 12, 16")]
    [InlineData("PixelUnshuffle(PixelShuffle(x, 2), 4)", "8, 12, 16")]
    [InlineData("Add(x, x, x)", "16", "8, 12, 16")]
    [InlineData("Append(x, Relu(x))", "12, 16", "8, 12, 16")]
    [InlineData("Concat(Split(x, 2)[1], x)", "16", "12, 16", "8, 12, 16")]
    [InlineData("x", "16", "8, 12, 16")]
    public void Function_is_compiled(string expression, params string[] shapes)
    {
        foreach (string shape in shapes)
        {
            var (_, result) = Project.Generate(
                Project.Compile($"[FusedNetwork({shape})] partial class Net {{ Tensor Forward(Tensor x) => {expression}; }}"));
            Assert.Empty(result.Diagnostics.Select(diagnostic => $"({shape}) {diagnostic.GetMessage()}"));
        }
    }
}
