namespace Fusion;

/// <summary>The vector instructions that a network's kernels are written for. All of them give the same bits.</summary>
public enum InstructionSet
{
    /// <summary>The widest that the processor has.</summary>
    Auto,

    /// <summary>AVX-512: 16 floats at a time. May be forced where the processor lacks it; it is then emulated, right but slow.</summary>
    Avx512,

    /// <summary>AVX2 with fused multiply-add: 8 floats at a time.</summary>
    Avx2,

    /// <summary>Vectors of 4 floats, for every other processor.</summary>
    Portable,
}
