using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>FUS1xx: operations that do not fit their inputs.</summary>
public class ShapeTests
{
    [Fact]
    public Task Residual_has_other_channels() => Mistake.ExpectAsync(
        """
        [Block]
        class Residual(int width)
        {
            [Conv("width", 3), BatchNorm, Relu] Layer conv;

            Tensor Forward(Tensor x)
            {
                var y = conv(x);
                return Relu([|x + y|]);
            }
        }

        [FusedNetwork(32, 32, 3)]
        partial class Net
        {
            [Conv(16, 3)]                                  Layer stem;
            [Block<Residual>(16), Block<Residual>(32)]     Layer body;
        }
        """,
        "FUS101",
        "Add: the left side is (32, 32, 16), the right side (32, 32, 32), but both must have the same number of channels. Give the " +
        "layer that makes the one with 16 channels 32 outputs, or project the other with a 1x1 Conv (found in 'body.1')");

    [Fact]
    public Task Groups_do_not_divide() => Mistake.ExpectAsync(
        "[FusedNetwork(32, 32, 3)] partial class Net { [Conv(16, 3, Groups = [|2|]), BatchNorm] Layer conv; }",
        "FUS101",
        "Conv: groups is 2, but the input has 3 channels; both must divide by the number of groups");

    [Theory]
    [InlineData(
        "Conv(3, \"[|3.5|]\")",
        "Conv: kernel is 3.5; one whole number, or 2 in parentheses (the input has 2 spatial dimensions), were expected")]
    [InlineData("SqueezeExcite(Reduction = 1, Inner = [|3|])", "SqueezeExcite: inner is 3; a member of Activation was expected")]
    public Task Argument_is_of_another_kind(string operation, string message) => Mistake.ExpectAsync(
        $"[FusedNetwork(8, 8, 3)] partial class Net {{ [{operation}] Layer a; }}", "FUS101", message);

    [Fact]
    public Task Sizes_per_dimension_do_not_fit_the_rank() => Mistake.ExpectAsync(
        "[FusedNetwork(32, 32, 3)] partial class Net { [Conv(16, \"[|(3, 3, 3)|]\")] Layer conv; }",
        "FUS101",
        "Conv: kernel is (3, 3, 3); one whole number, or 2 in parentheses (the input has 2 spatial dimensions), were expected");

    [Fact]
    public Task Function_does_not_fit() => Mistake.ExpectAsync(
        "[FusedNetwork(32, 32, 3)] partial class Net { Tensor Forward(Tensor x) { var (a, b) = Split(x, [|2|]); return a + b; } }",
        "FUS101",
        "Split: 2 equal parts are asked for, but the input (32, 32, 3) has 3 channels, which do not divide by 2. Give the size of each " +
        "part instead");

    [Theory]
    [InlineData("Conv(64, 3, Dilation = [|30000|])",
        "Conv: the input (32, 32, 3) has more than 2147483591 elements with its padding of (30000, 30000) on each side. Use a smaller " +
        "kernel, dilation or padding, or a smaller input")]
    [InlineData("Conv(64, 3, Stride = [|40000000|])", "Conv: stride is (40000000, 40000000), but each number must be at most 16777216")]
    [InlineData("Conv(1, [|2147483647|])",
        "Conv: the input (32, 32, 3) has more than 2147483591 elements with its padding of (1073741823, 1073741823) on each side. Use " +
        "a smaller kernel, dilation or padding, or a smaller input")]
    [InlineData("Flatten, Linear([|2000000000|])",
        "Linear: 2000000000 outputs of 3072 inputs take more than 2147483591 weights, kept in whole vectors of 16 outputs. Use fewer " +
        "outputs or inputs, or a smaller kernel")]
    [InlineData("[|Upsample(2147483647)|]", "Upsample: its sizes come to more than 2147483591. Use smaller numbers")]
    public Task Sizes_leave_32_bits(string layers, string message) => Mistake.ExpectAsync(
        $"[FusedNetwork(32, 32, 3)] partial class Net {{ [{layers}] Layer a; }}", "FUS101", message);

    [Fact]
    public Task Value_is_too_large() => Mistake.ExpectAsync(
        "[FusedNetwork(32, 32, 3)] partial class Net { [[|Upsample(60000)|]] Layer up; }",
        "FUS101",
        "Upsample: the result (1920000, 1920000, 3) has more than 2147483591 elements; make the input or the layer smaller");

    [Theory]
    [InlineData("3, 224, 224", "height 3, width 224 and 224 channels", "channels, height, width", "224, 224, 3")]
    [InlineData("3, 480, 640", "height 3, width 480 and 640 channels", "channels, height, width", "480, 640, 3")]
    [InlineData("1, 28, 28", "height 1, width 28 and 28 channels", "channels, height, width", "28, 28, 1")]
    [InlineData("1, 3, 224, 224", "one frame of height 3, width 224 and 224 channels", "batch, channels, height, width", "224, 224, 3")]
    [InlineData("1, 224, 224, 3", "one frame of height 224, width 224 and 3 channels", "batch, height, width, channels", "224, 224, 3")]
    [InlineData("3, 16, 112, 112", "3 frames of height 16, width 112 and 112 channels", "channels, frames, height, width",
        "16, 112, 112, 3")]
    [InlineData("1, 16000", "length 1 and 16000 channels", "channels, length", "16000, 1")]
    public Task Shape_looks_as_if_in_another_order(string shape, string read, string meant, string mend) => Mistake.ExpectAsync(
        $"[[|FusedNetwork({shape})|]] partial class Net {{ [Relu] Layer a; }}",
        "FUS050",
        $"The shape ({shape}) is read as {read}; if it is meant as {meant}, write ({mend}): channels come last, and the batch is no " +
        "part of the shape");

    [Theory]
    [InlineData("224, 224, 3")]
    [InlineData("3, 3, 3")]
    [InlineData("3, 7, 512")]
    [InlineData("1, 1, 1000")]
    [InlineData("1, 100, 64")]
    [InlineData("16, 112, 112, 3")]
    [InlineData("2048")]
    [InlineData("16000, 1")]
    public async Task Shape_of_the_usual_order_is_not_reported(string shape) =>
        Assert.Empty(await Project.DiagnoseAsync(Project.Compile($"[FusedNetwork({shape})] partial class Net {{ [Relu] Layer a; }}")));

    [Theory]
    [InlineData("[Conv(8, 3), Relu, [|Linear(10)|]] Layer a;", "8×8", "(8, 8, 10)")]
    [InlineData("[Conv(8, 3), BatchNorm, MaxPool(2)] Layer a; [[|Linear(10)|], Softmax] Layer b;", "4×4", "(4, 4, 10)")]
    [InlineData("[Conv(8, 3), Dropout, [|Linear(10)|], Relu, Linear(2)] Layer a;", "8×8", "(8, 8, 10)")]
    [InlineData("[Conv(8, 3), [|Linear(10)|], Dropout] Layer a;", "8×8", "(8, 8, 10)")]
    public Task Linear_layer_follows_a_convolution(string layers, string positions, string result) => Mistake.ExpectAsync(
        $"[FusedNetwork(8, 8, 3)] partial class Net {{ {layers} }}",
        "FUS048",
        $"Linear applies to each of the {positions} positions by itself, so that the result is {result}; put Flatten before it if one " +
        "vector of 10 is meant, "
        + "or write Conv(10, 1), which says the same without a doubt");

    [Theory]
    [InlineData("[Conv(8, 3), Relu, Flatten, Linear(10)] Layer a;")]
    [InlineData("[Conv(8, 3), GlobalAveragePool, Linear(10)] Layer a;")]
    [InlineData("[Conv(8, 3), AveragePool(8), Linear(10)] Layer a;")]
    [InlineData("[Linear(8), Relu, Linear(10)] Layer a;")]
    [InlineData("[Conv(3, 7), Linear(8), Gelu, Linear(3)] Layer a; Tensor Forward(Tensor x) => x + a(x);")]
    [InlineData("[Conv(3, 7), Linear(8), GlobalAveragePool] Layer a;")]
    public async Task Linear_layer_for_positions_is_not_reported(string layers) =>
        Assert.Empty(await Project.DiagnoseAsync(Project.Compile($"[FusedNetwork(8, 8, 3)] partial class Net {{ {layers} }}")));

    [Theory]
    [InlineData("[GlobalAveragePool, Linear(1), [|Softmax|]] Layer a;", "(1)")]
    [InlineData("[Conv(1, 1)] Layer a; Tensor Forward(Tensor x) => [|Softmax(a(x))|];", "(8, 8, 1)")]
    public Task Softmax_runs_over_one_channel(string layers, string input) => Mistake.ExpectAsync(
        $"[FusedNetwork(8, 8, 3)] partial class Net {{ {layers} }}",
        "FUS049",
        $"Softmax runs over the channels, and the input {input} has one, so that the result is 1 everywhere; "
        + "use Sigmoid for the probability of one class, or give the layer before it two outputs");

    [Fact]
    public async Task Warnings_can_be_silenced() => Assert.Empty(await Project.DiagnoseAsync(Project.Compile("""
        #pragma warning disable FUS048, FUS049, FUS050, FUS051, FUS044
        [FusedNetwork(3, 16, 16)]
        partial class Net
        {
            [Conv(16, 3, Name = "a"), Conv(16, 3, Name = "b"), Linear(1), Softmax] Layer a;
            [Conv(16, 3, Name = "b")] Layer b;
            Tensor Forward(Tensor x) { var y = b(x); return a(x); }
        }
        """)));

    /// <summary>In a block, the argument is underlined there, and the use is a place beside.</summary>
    [Theory]
    [InlineData("Conv(8, 3, Stride = [|0|])")]
    [InlineData("MaxPool(2, Stride = [|0|])")]
    [InlineData("Conv(\"[|8 * 1.5|]\", 1)")]
    [InlineData("Conv(8, [|99|], Padding = 0)")]
    [InlineData("MaxPool(2, Padding = [|2|])")]
    [InlineData("Activate([|\"\\\"Swish\\\"\"|])")]
    [InlineData("SqueezeExcite(Reduction = [|4|])")]
    [InlineData("BatchNorm(Epsilon = [|-1.0|])")]
    [InlineData("Dropout([|1.0|])")]
    [InlineData("Reshape([|7, 7, 3|])")]
    [InlineData("Slice(0, count: [|4|])")]
    [InlineData("LeakyRelu(Slope = \"[|true|]\")")]
    [InlineData("Upsample(2, AlignCorners = [|true|])")]
    [InlineData("Elu(Alpha = [|double.PositiveInfinity|])")]
    [InlineData("LeakyRelu(Slope = [|double.NaN|])")]
    [InlineData("Dropout([|double.NaN|])")]
    [InlineData("LeakyRelu(Slope = \"[|1.0 / 0|]\")")]
    [InlineData("HardSigmoid(Offset = [|-1e39|])")]
    [InlineData("LocalResponseNorm(3, Beta = [|float.NaN|])")]
    [InlineData("BatchNorm(Epsilon = [|double.NaN|])")]
    [InlineData("SqueezeExcite(Reduction = 1, Channels = [|3|])")]
    [InlineData("SqueezeExcite(Reduction = 1, GateSlope = [|0.2|])")]
    [InlineData("SqueezeExcite(Reduction = 1, Gate = Activation.None, GateOffset = [|0.5|])")]
    public async Task The_wrong_argument_itself_is_underlined(string markup)
    {
        string source = $"[FusedNetwork(8, 8, 3)] partial class Net {{ [{markup}] Layer a; }}";
        int start = source.IndexOf("[|", StringComparison.Ordinal), end = source.IndexOf("|]", StringComparison.Ordinal) - 2;
        source = source.Replace("[|", "").Replace("|]", "");
        var diagnostic = Assert.Single(await Project.DiagnoseAsync(Project.Compile(source)));
        Assert.Equal("FUS101", diagnostic.Id);
        Assert.Equal(source[start..end], source[diagnostic.Location.SourceSpan.Start..diagnostic.Location.SourceSpan.End]);
    }

    [Fact]
    public Task Double_in_the_place_of_a_whole_number_is_called_so() => Mistake.ExpectAsync(
        "[FusedNetwork(8, 8, 3)] partial class Net { [Conv(\"[|8 * 1.5|]\", 1)] Layer a; }",
        "FUS101",
        "Conv: outputs is 12.0, a double, but a whole number (int) was expected; " +
            "compute with whole numbers only, or convert with (int)(…)");
}
