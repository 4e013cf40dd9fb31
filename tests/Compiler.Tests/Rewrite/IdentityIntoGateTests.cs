using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Tests.Rewrite;

/// <summary>A value, and what a gate leaves of it, are one product.</summary>
public sealed class IdentityIntoGateTests
{
    [Theory]
    [InlineData("p = Multiply x, g\ns = Add x, p")]
    [InlineData("p = Multiply g, x\ns = Add p, x")]
    public void One_is_added_to_the_gate(string sum) => Rewriting.Gives<IdentityIntoGate>(
        $"x = Input (7, 8, 9)\nm = GlobalAveragePool x\ng = Sigmoid m\n{sum}\noutput s",
        """
        x = Input (7, 8, 9)
        m = GlobalPool x, mode: Average
        g = Sigmoid m
        p = Affine g, scale: 1, offset: 1
        s = Multiply x, p
        output s
        """);

    [Theory]
    // Not the value itself, a gate as large as the value, and a product that others read.
    [InlineData("m = GlobalAveragePool x | g = Sigmoid m | p = Multiply x, g | r = Relu x | s = Add r, p | output s")]
    [InlineData("g = Sigmoid x | p = Multiply x, g | s = Add x, p | output s")]
    [InlineData("m = GlobalAveragePool x | g = Sigmoid m | p = Multiply x, g | s = Add x, p | output s | output p")]
    [InlineData("m = GlobalAveragePool x | g = Sigmoid m | p = Multiply x, g | s = Add p, p | output s")]
    public void Sum_stays(string body) => Rewriting.Leaves<IdentityIntoGate>("x = Input (7, 8, 9)\n" + body.Replace(" | ", "\n"));
}
