using System.Diagnostics;
using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Generated;

/// <summary>
/// The generator takes no more than a moment, and prints no more than a reader could scroll through, whatever is declared. The bounds are
/// far above what was measured, and far below what it took before.
/// </summary>
public class CompileTimeTests
{
    private const int MostSeconds = 25;

    private const int MostCharacters = 400_000;

    public static TheoryData<string, string, string> Chains => new()
    {
        { "a(x) + a(x) + ...", "", string.Join(" + ", Enumerable.Repeat("a(x)", 450)) },
        { "Concat(a(x), a(x), ...)", "", "Concat(" + string.Join(", ", Enumerable.Repeat("a(x)", 450)) + ")" },
        { "one epilogue", Loop(3000, "y = y + x;"), "y" },
        { "sums of a layer", Loop(2000, "y = y + a(x);"), "y" },
        { "linear layers in a row", Loop(2000, "y = b(y);"), "y" },
        { "convolutions in a row", Loop(700, "y = Relu(a(y));"), "y" },
        { "activations in a row", Loop(2000, "y = Silu(y);"), "y" },
        { "norms in a row", Loop(1000, "y = n(y);"), "y" },
        { "linear layers and norms in a row", Loop(300, "y = n(b(y));"), "y" },
        { "shortcuts", Loop(300, "y = y + Relu(a(y));"), "y" },
    };

    [Theory]
    [MemberData(nameof(Chains))]
    public void Long_chains_are_compiled_quickly(string what, string statements, string result) => Compile(what, $$"""
        [FusedNetwork(8, 8, 4)]
        partial class Net
        {
            [Conv(4, 3)] Layer a;
            [Conv(4, 1)] Layer b;
            [BatchNorm] Layer n;

            Tensor Forward(Tensor x)
            {
                {{statements}}
                return {{result}};
            }
        }
        """, int.MaxValue);

    /// <summary>Sizes with few divisors, or of which something was printed for every pixel, channel or tap.</summary>
    [Theory]
    [InlineData("1000000007, 1, 1", "DepthwiseConv(\"(3, 1)\")")]
    [InlineData("1000000007, 2", "DepthwiseConv(3)")]
    [InlineData("1000000007, 1, 2", "Conv(2, \"(3, 1)\", Stride = \"(100, 1)\")")]
    [InlineData("1000000007, 1", "Conv(1, 1), Relu")]
    [InlineData("1000003, 50, 2", "Conv(5, 1), DepthwiseConv(3), Conv(2, 1)")]
    [InlineData("200000, 4", "DepthwiseConv(100001)")]
    [InlineData("300000, 3", "DepthwiseConv(131071), BatchNorm, Silu")]
    [InlineData("400, 400, 2", "DepthwiseConv(301)")]
    [InlineData("30000, 8", "MaxPool(29999, Stride = 1), AveragePool(2), Flatten, Linear(2)")]
    [InlineData("1000000, 2", "Upsample(2, Mode = UpsampleMode.Bilinear)")]
    [InlineData("1000, 100000, 2", "Upsample(\"(1, 2)\", Mode = UpsampleMode.Bilinear, AlignCorners = true)")]
    [InlineData("3, 1000000", "ChannelShuffle(1000), Softmax, LocalResponseNorm(100000)")]
    [InlineData("1000, 1000, 3", "Conv(4, 999, Padding = 0)")]
    public void Large_sizes_are_compiled_quickly_and_shortly(string size, string layers) => Compile(
        layers, $"[FusedNetwork({size})] partial class Net {{ [{layers}] Layer layer; }}", MostCharacters);

    private static string Loop(int times, string body) => $"var y = a(x); for (int i = 0; i < {times}; i++) {{ {body} }}";

    private static void Compile(string what, string source, int mostCharacters)
    {
        var watch = Stopwatch.StartNew();
        string text = Project.GeneratedText(source);
        Assert.Contains("class Avx512Kernels", text);
        Assert.True(watch.Elapsed.TotalSeconds < MostSeconds, $"{what}: {watch.Elapsed.TotalSeconds:F1} s");
        Assert.True(text.Length < mostCharacters, $"{what}: {text.Length} characters");
    }
}
