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
        "Add: the left side is (32, 32, 16), the right side (32, 32, 32), but both must have the same number of channels. Give the layer that makes the one with 16 channels 32 outputs, or project the other with a 1x1 Conv (found in 'body.1')");

    [Fact]
    public Task Groups_do_not_divide() => Mistake.ExpectAsync(
        "[FusedNetwork(32, 32, 3)] partial class Net { [Conv(16, 3, Groups = [|2|]), BatchNorm] Layer conv; }",
        "FUS101",
        "Conv: groups is 2, but the input has 3 channels; both must divide by the number of groups");

    [Fact]
    public Task Sizes_per_dimension_do_not_fit_the_rank() => Mistake.ExpectAsync(
        "[FusedNetwork(32, 32, 3)] partial class Net { [Conv(16, \"[|(3, 3, 3)|]\")] Layer conv; }",
        "FUS101",
        "Conv: kernel is (3, 3, 3); one number, or 2 in parentheses (the input has 2 spatial dimensions), were expected");

    [Fact]
    public Task Function_does_not_fit() => Mistake.ExpectAsync(
        "[FusedNetwork(32, 32, 3)] partial class Net { Tensor Forward(Tensor x) { var (a, b) = Split(x, [|2|]); return a + b; } }",
        "FUS101",
        "Split: 2 equal parts are asked for, but the input (32, 32, 3) has 3 channels, which do not divide by 2. Give the size of each part instead");

    [Theory]
    [InlineData("Conv(64, 3, Dilation = [|30000|])", "Conv: the input (32, 32, 3) has more than 2147483591 elements with its padding of (30000, 30000) on each side. Use a smaller kernel, dilation or padding, or a smaller input")]
    [InlineData("Conv(64, 3, Stride = [|40000000|])", "Conv: stride is (40000000, 40000000), but each number must be at most 16777216")]
    [InlineData("Conv(1, [|2147483647|])", "Conv: the input (32, 32, 3) has more than 2147483591 elements with its padding of (1073741823, 1073741823) on each side. Use a smaller kernel, dilation or padding, or a smaller input")]
    [InlineData("Flatten, Linear([|2000000000|])", "Linear: 2000000000 outputs of 3072 inputs take more than 2147483591 weights, kept in whole vectors of 16 outputs. Use fewer outputs or inputs, or a smaller kernel")]
    [InlineData("[|Upsample(2147483647)|]", "Upsample: its sizes come to more than 2147483591. Use smaller numbers")]
    public Task Sizes_leave_32_bits(string layers, string message) => Mistake.ExpectAsync(
        $"[FusedNetwork(32, 32, 3)] partial class Net {{ [{layers}] Layer a; }}", "FUS101", message);

    [Fact]
    public Task Value_is_too_large() => Mistake.ExpectAsync(
        "[FusedNetwork(32, 32, 3)] partial class Net { [[|Upsample(60000)|]] Layer up; }",
        "FUS101",
        "Upsample: the result (1920000, 1920000, 3) has more than 2147483591 elements; make the input or the layer smaller");
}
