namespace Fusion.Compiler.Graphs;

/// <summary>
/// How large what a declaration asks for may be. Within these bounds the compiler and the code that it prints count elements in 32 bits;
/// what can be larger, such as the workspace or all weights together, has 64.
/// </summary>
public static class Limits
{
    /// <summary>Elements of a value with the zeros around it, and of one layer's weights: those of the longest array that .NET
    /// has.</summary>
    public const int Elements = 0x7FFFFFC7;

    /// <summary>Pixels from one tap, or one result, of a convolution to the next.</summary>
    public const int Step = 1 << 24;

    /// <summary>Operations of a network. Each may become a method of a few hundred lines for every instruction set.</summary>
    public const int Operations = 10_000;

    /// <summary>The product of some sizes, which no sizes bring to overflow.</summary>
    public static double Product(IEnumerable<int> sizes) => sizes.Aggregate(1.0, (product, size) => product * size);
}
