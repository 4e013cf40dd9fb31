using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Tests.Rewrite;

/// <summary>Means of a 1×1 convolution are taken of its input.</summary>
public sealed class PoolBeforeLinearTests
{
    [Theory]
    [InlineData("AveragePool n, kernel: 2, stride: 2", "AveragePool x, kernel: 2, stride: 2")]
    [InlineData("AveragePool n, kernel: 3, stride: 2, ceilMode: true", "AveragePool x, kernel: 3, stride: 2, ceilMode: true")]
    [InlineData("AveragePool n, kernel: 3, stride: 2, padding: 1, countPadding: false",
        "AveragePool x, kernel: 3, stride: 2, padding: 1, countPadding: false")]
    [InlineData("GlobalAveragePool n", "GlobalPool x, mode: Average")]
    public void Mean_is_taken_of_the_input(string pool, string poolThere) => Rewriting.Gives<PoolBeforeLinear>(
        $"x = Input (7, 8, 9)\na = Conv x, outputs: 6, kernel: 1\nn = BatchNorm a\np = {pool}\nr = Relu p\noutput r",
        $"""
        x = Input (7, 8, 9)
        p = {poolThere}
        a = PackedConvolution p, parts: "Conv a"
        n = BatchNorm a, epsilon: 1e-5
        r = Relu n
        output r
        """);

    [Theory]
    // Zeros of the padding count, and a bias does not reach them.
    [InlineData("a = Conv x, outputs: 6, kernel: 1 | p = AveragePool a, kernel: 3, stride: 2, padding: 1 | output p")]
    // No means, or not of something linear that has the same positions.
    [InlineData("a = Conv x, outputs: 6, kernel: 1 | p = MaxPool a, kernel: 2, stride: 2 | output p")]
    [InlineData("a = Conv x, outputs: 6, kernel: 1 | p = GlobalSumPool a | output p")]
    [InlineData("a = Conv x, outputs: 6, kernel: 1 | p = GlobalMaxPool a | output p")]
    [InlineData("a = Conv x, outputs: 6, kernel: 1 | r = Relu a | p = AveragePool r, kernel: 2, stride: 2 | output p")]
    [InlineData("a = Conv x, outputs: 6, kernel: 3 | p = AveragePool a, kernel: 2, stride: 2 | output p")]
    [InlineData("a = Conv x, outputs: 6, kernel: 1, padding: 1 | p = AveragePool a, kernel: 2, stride: 2 | output p")]
    [InlineData("a = Conv x, outputs: 6, kernel: 1, stride: 2 | p = AveragePool a, kernel: 2, stride: 2 | output p")]
    [InlineData("a = Conv x, outputs: 6, kernel: 1, groups: 3 | p = AveragePool a, kernel: 2, stride: 2 | output p")]
    // Others read it.
    [InlineData("a = Conv x, outputs: 6, kernel: 1 | p = AveragePool a, kernel: 2, stride: 2 | output p | output a")]
    [InlineData("a = Conv x, outputs: 6, kernel: 1 | n = BatchNorm a | p = AveragePool n, kernel: 2, stride: 2 | output p | output n")]
    // No position less, or hardly anything to save.
    [InlineData("a = Conv x, outputs: 6, kernel: 1 | p = AveragePool a, kernel: 3, stride: 1, padding: 1, countPadding: false | output p")]
    [InlineData("a = Conv x, outputs: 2, kernel: 1 | p = GlobalAveragePool a | output p")]
    public void Mean_stays_behind(string body) =>
        Rewriting.Leaves<PoolBeforeLinear>("x = Input (7, 8, 9)\n" + body.Replace(" | ", "\n"));
}
