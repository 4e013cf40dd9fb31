using System.Runtime.Intrinsics.X86;

namespace Fusion;

internal static class InstructionSets
{
    /// <summary>The set to use. A forced one is not questioned: the kernels of every set run everywhere, emulated where need be.</summary>
    public static InstructionSet Resolve(InstructionSet wanted)
    {
        if (!Enum.IsDefined(wanted)) throw new ArgumentException($"There is no instruction set {(int)wanted}.", nameof(wanted));
        if (wanted != InstructionSet.Auto) return wanted;
        if (Avx512F.IsSupported) return InstructionSet.Avx512;
        return Avx2.IsSupported && Fma.IsSupported ? InstructionSet.Avx2 : InstructionSet.Portable;
    }
}
