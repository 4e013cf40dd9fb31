using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule;

/// <summary>
/// Which sums are too long to run through one float, and what becomes of them: chunks of <see cref="Chunk"/> terms are added as floats, and
/// the chunks' sums in double precision. Of equal numbers, such a sum has a relative error below 1e-6 however many there are; one float
/// would stop growing at 2^24 of them. The same for every instruction set, because the order is part of the result. Shorter sums are left
/// as they are.
/// </summary>
public static class LongSums
{
    /// <summary>Terms of a chunk: at most 15 roundings, of which none is larger than half a unit in the last place of the chunk's
    /// sum.</summary>
    public const int Chunk = 16;

    /// <summary>Terms that a pooling, a softmax or a norm adds in a row without chunks.</summary>
    public const int MostTerms = 256;

    /// <summary>Steps over k that a convolution or linear layer adds without chunks: more than any published network has.</summary>
    public const int MostDepth = 32 * 1024;

    /// <summary>Whether a result of the convolution adds up more products than that.</summary>
    public static bool IsDeep(PackedConvolution convolution, int inputsPerGroup) => (long)convolution.Taps * inputsPerGroup > MostDepth;

    /// <summary>Pixels over which a kernel sums its results in a register, for a squeeze.</summary>
    public const int MostPixelsInRow = 2048;

    /// <summary>Pixels of a value whose squeeze its kernel takes; of a larger one, the mean is a pass of its own, in chunks.</summary>
    public const int MostPixelsOfSqueeze = 1 << 20;
}
