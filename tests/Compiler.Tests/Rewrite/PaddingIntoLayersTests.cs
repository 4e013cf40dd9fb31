using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Rewrite;

public sealed class PaddingIntoLayersTests
{
    [Fact]
    public void Zeros_become_the_convolutions_own() => Rewriting.Gives<PaddingIntoLayers>(
        """
        x = Input (5, 6, 3)
        a = Pad x, before: (1, 0), after: (2, 1)
        b = Conv a, outputs: 4, kernel: 3
        c = Pad x, before: 1
        d = AveragePool c, kernel: 3, stride: 2
        output b
        output d
        """,
        """
        x = Input (5, 6, 3)
        b = Conv x, outputs: 4, kernel: 3, padding: (2, 1), paddingEnd: (3, 2), bias: true
        d = AveragePool x, kernel: 3, stride: 2, padding: 1
        output b
        output d
        """);

    [Fact]
    public void Values_that_are_no_zeros_or_are_read_elsewhere_stay() => Rewriting.Leaves<PaddingIntoLayers>(
        """
        x = Input (5, 6, 3)
        a = Pad x, before: 1, value: 2
        b = Conv a, outputs: 4, kernel: 3, bias: true
        c = Pad x, before: 1
        d = Conv c, outputs: 4, kernel: 3, bias: true
        e = MaxPool c, kernel: 3, stride: 1
        output b
        output d
        output e
        """);
}
