using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>
/// Which sums are too long to run through one float, and what becomes of them: chunks are added as floats, and the chunks' sums in double
/// precision. Of equal numbers, such a sum has a relative error below 1e-6 however many there are; one float would stop growing at 2^24 of
/// them. The same for every instruction set, because the order is part of the result. Shorter sums are left as they are.
/// </summary>
public static class LongSums
{
    /// <summary>Terms of a chunk: at most 15 roundings, of which none is larger than half a unit in the last place of the chunk's
    /// sum.</summary>
    public const int Chunk = 16;

    /// <summary>Products of a chunk of a convolution or linear layer, where each chunk's end takes time: 7 to 17 % of a convolution's. Of
    /// equal numbers, measured errors are up to 6.5e-7.</summary>
    public const int DepthChunk = 64;

    /// <summary>Terms that a pooling, a squeeze, a softmax or a norm adds in a row without chunks.</summary>
    public const int MostTerms = 64;

    /// <summary>Products that a convolution or linear layer adds without chunks: AlexNet's first linear layer, the longest of published
    /// networks but for VGG's. Of equal numbers, their errors are up to 1e-4; but chunks would make every convolution slower.</summary>
    public const int MostDepth = 9_216;

    /// <summary>The same where Winograd's form is possible, whose own sums are a ninth as long.</summary>
    public const int MostDepthOfWinograd = 32 * 1024;

    /// <summary>Whether a result of the convolution adds up more products than one float should.</summary>
    public static bool IsDeep(PackedConvolution convolution, int inputsPerGroup) => Depth(convolution, inputsPerGroup) > MostDepth;

    /// <summary>Whether it adds up so many that Winograd's form is out of the question.</summary>
    public static bool IsTooDeepForWinograd(PackedConvolution convolution, int inputs) =>
        Depth(convolution, inputs) > MostDepthOfWinograd;

    private static long Depth(PackedConvolution convolution, int inputsPerGroup) =>
        convolution.IsConstant ? 0 : (long)convolution.Taps * inputsPerGroup;
}
