using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>Arguments that would do nothing to the input that they are given for.</summary>
public class EffectTests
{
    private const string Image = "the input (8, 6, 4) has no Axes.Frames; its axes are Axes.Height | Axes.Width | Axes.Channels";

    [Theory]
    [InlineData("Softmax(Axes = [|Axes.Frames|])", "8, 6, 4", "Softmax: the axes are Axes.Frames, but " + Image)]
    [InlineData("LogSoftmax(Axes = [|Axes.Frames|])", "8, 6, 4", "LogSoftmax: the axes are Axes.Frames, but " + Image)]
    [InlineData("SqueezeExcite(Reduction = 2, Axes = [|Axes.Frames|])", "8, 6, 4", "SqueezeExcite: the axes are Axes.Frames, but " + Image)]
    [InlineData("Mean([|Axes.Frames|])", "8, 6, 4", "Mean: the axes are Axes.Frames, but " + Image)]
    [InlineData("Sum([|Axes.Frames|])", "8, 6, 4", "Sum: the axes are Axes.Frames, but " + Image)]
    [InlineData("Min([|Axes.Frames|])", "8, 6, 4", "Min: the axes are Axes.Frames, but " + Image)]
    [InlineData("L2Norm([|Axes.Frames|])", "8, 6, 4", "L2Norm: the axes are Axes.Frames, but " + Image)]
    [InlineData("Max([|Axes.Frames | Axes.Channels|])", "8, 6, 4", "Max: the axes are Axes.Frames | Axes.Channels, but " + Image)]
    [InlineData("Max([|Axes.Height|])", "9, 4",
        "Max: the axes are Axes.Height, but the input (9, 4) has no Axes.Height; its axes are Axes.Width | Axes.Channels")]
    [InlineData("[|Mean|]", "4", "Mean: it runs along Axes.Positions, but the input (4) has no positions; its axes are Axes.Channels")]
    [InlineData("Softmax(Axes = [|Axes.Positions|])", "4",
        "Softmax: the axes are Axes.Positions, but the input (4) has no positions; its axes are Axes.Channels")]
    public Task Axis_is_not_there(string layer, string shape, string message) => Mistake.ExpectAsync(
        $"[FusedNetwork({shape})] partial class Net {{ [{layer}] Layer a; }}", "FUS101", message + ". Choose among them");

    [Theory]
    [InlineData("Mean(x, [|Axes.Frames|])")]
    [InlineData("Sum(x, [|Axes.Frames|], keep: true)")]
    [InlineData("Softmax(x, [|Axes.Frames|])")]
    public Task Axis_of_a_function_is_not_there(string function) => Mistake.ExpectAsync(
        $"[FusedNetwork(8, 6, 4)] partial class Net {{ Tensor Forward(Tensor x) => {function}; }}", "FUS101",
        $"{function[..function.IndexOf('(')]}: the axes are Axes.Frames, but {Image}. Choose among them");

    [Theory]
    [InlineData("Mean(Axes.All)", "4")]
    [InlineData("Mean(Axes.Positions)", "8, 4")]
    [InlineData("Sum(Axes.Height | Axes.Width)", "8, 4")]
    [InlineData("Softmax(Axes = Axes.Frames)", "2, 8, 6, 4")]
    [InlineData("SqueezeExcite(Reduction = 2, Axes = Axes.Positions)", "8, 4")]
    public async Task Axis_is_there(string layer, string shape) => Assert.Empty(await Project.DiagnoseAsync(
        Project.Compile($"[FusedNetwork({shape})] partial class Net {{ [{layer}] Layer a; }}")));

    [Theory]
    [InlineData("[|Roll(0)|]", "Roll")]
    [InlineData("[|Roll(\"(8, -6)\")|]", "Roll")]
    [InlineData("[|Pad(0)|]", "Pad")]
    [InlineData("[|Crop(0)|]", "Crop")]
    [InlineData("[|Resize(\"(8, 6)\")|]", "Resize")]
    [InlineData("[|Resize(\"(8, 6)\", Mode = UpsampleMode.Bicubic)|]", "Resize")]
    [InlineData("[|Upsample(1)|]", "Upsample")]
    [InlineData("[|Tile(1)|]", "Tile")]
    [InlineData("[|MaxPool(1)|]", "MaxPool")]
    [InlineData("[|AveragePool(1)|]", "AveragePool")]
    [InlineData("[|ChannelShuffle(4)|]", "ChannelShuffle")]
    [InlineData("[|PixelShuffle(1)|]", "PixelShuffle")]
    [InlineData("[|PixelUnshuffle(1)|]", "PixelUnshuffle")]
    [InlineData("[|Transpose(0, 1, 2)|]", "Transpose")]
    [InlineData("[|Reshape(8, 6, 4)|]", "Reshape")]
    [InlineData("[|Slice(0, 4)|]", "Slice")]
    public Task Operation_has_no_effect(string layer, string name) => Mistake.ExpectAsync(
        $"[FusedNetwork(8, 6, 4)] partial class Net {{ [{layer}] Layer a; }}", "FUS057",
        $"{name} hands its input (8, 6, 4) on unchanged; remove it, or give it other arguments");

    [Theory]
    [InlineData("[|x[..]|]", "Crop")]
    [InlineData("[|x[0..8, ..]|]", "Crop")]
    [InlineData("[|Roll(x, (8, 6))|]", "Roll")]
    [InlineData("[|Mean(x[0..1], Axes.Height)|]", "Mean", "(1, 6, 4)")]
    public Task Function_has_no_effect(string function, string name, string shape = "(8, 6, 4)") => Mistake.ExpectAsync(
        $"[FusedNetwork(8, 6, 4)] partial class Net {{ Tensor Forward(Tensor x) => {function}; }}", "FUS057",
        $"{name} hands its input {shape} on unchanged; remove it, or give it other arguments");

    /// <summary>What is computed may do nothing here and something there.</summary>
    [Theory]
    [InlineData("[Block] class B(int shift) { [Roll(\"shift\")] Layer a; } " +
        "[FusedNetwork(8, 6, 4)] partial class Net { [Block<B>(0)] Layer a; }")]
    [InlineData("[Block] class B { [Resize(\"(8, 6)\")] Layer a; } " +
        "[FusedNetwork(8, 6, 4)] partial class Net { [Block<B>, MaxPool(2), Block<B>] Layer a; }")]
    [InlineData("[FusedNetwork(8, 6, 4), FusedNetwork(9, 7, 4)] partial class Net { [Resize(\"(8, 6)\")] Layer a; }")]
    [InlineData("[FusedNetwork(8, 6, 4)] partial class Net { " +
        "Tensor Forward(Tensor x) { for (int i = 0; i < 2; i++) x = x[i..]; return x; } }")]
    [InlineData("[FusedNetwork(8, 6, 4)] partial class Net { [GlobalAveragePool, Flatten, Dropout] Layer a; }")]
    public async Task Operation_has_an_effect_somewhere(string source) =>
        Assert.Empty(await Project.DiagnoseAsync(Project.Compile(source)));

    private const string Nothing = ", so that nothing of it is left: the result is 0, or the bias; remove it, or use BatchNorm";

    [Theory]
    [InlineData("GlobalAveragePool, Linear(1), [|LogSoftmax|]",
        "LogSoftmax runs over the channels, and the input (1) has one, so that the result is 0 everywhere; use Log(Sigmoid(x)) for the "
        + "probability of one class, or give the layer before it two outputs")]
    [InlineData("MaxPool(\"(8, 1)\"), [|Softmax(Axes = Axes.Height)|]",
        "Softmax runs along Axes.Height, where the input (1, 6, 4) has the size 1, so that the result is 1 everywhere; give it axes along "
        + "which there is more")]
    [InlineData("Conv(1, 1), [|LayerNorm|]",
        "LayerNorm takes the mean over the channels away, of which the input (8, 6, 1) has one" + Nothing)]
    [InlineData("MaxPool(\"(8, 6)\"), [|InstanceNorm|]",
        "InstanceNorm takes the mean over the positions away, of which the input (1, 1, 4) has one" + Nothing)]
    [InlineData("MaxPool(\"(8, 6)\"), [|GroupNorm(4)|]",
        "GroupNorm takes the mean over the positions and a group's channels away, of which the input (1, 1, 4) has one" + Nothing)]
    public Task Norm_of_one_value(string layers, string message) => Mistake.ExpectAsync(
        $"[FusedNetwork(8, 6, 4)] partial class Net {{ [{layers}] Layer a; }}", "FUS049", message);
}
