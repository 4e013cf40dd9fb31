using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Fusion.Runtime;

/// <summary>The instruction sets whose kernels are part of the program. For generated code.</summary>
/// <remarks>
/// Compiled ahead of time, only what can be chosen on the machines that the program is for: everything here is a constant then, and the
/// kernels of the other sets are left out. (Inlining is forced for that: only then is a condition with these a constant, too.) Under the
/// JIT all sets are there, because what is not run is not compiled.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KernelSets
{
    /// <summary>Whether the kernels for AVX-512 are there.</summary>
    public static bool Avx512
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => RuntimeFeature.IsDynamicCodeSupported || Avx512F.IsSupported;
    }

    /// <summary>Whether the kernels for AVX2 are there.</summary>
    public static bool Avx2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => RuntimeFeature.IsDynamicCodeSupported || (HasAvx2 && !Avx512F.IsSupported);
    }

    /// <summary>Whether the portable kernels are there.</summary>
    public static bool Portable
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => RuntimeFeature.IsDynamicCodeSupported || !HasAvx2;
    }

    /// <summary>As <see cref="Avx2"/>, in a network without kernels for AVX-512.</summary>
    public static bool Avx2WithoutAvx512
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => RuntimeFeature.IsDynamicCodeSupported || HasAvx2;
    }

    /// <summary>As <see cref="Portable"/>, in a network without kernels for AVX2.</summary>
    public static bool PortableWithoutAvx2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => RuntimeFeature.IsDynamicCodeSupported || !Avx512F.IsSupported;
    }

    internal static bool HasAvx2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => System.Runtime.Intrinsics.X86.Avx2.IsSupported && Fma.IsSupported;
    }
}
