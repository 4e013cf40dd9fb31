using System.Runtime.Intrinsics.X86;
using Fusion.Runtime;

namespace Fusion;

internal static class InstructionSets
{
    /// <summary>The set to use. A forced one is not questioned if it is there: the kernels of every set run everywhere, emulated where need
    /// be.</summary>
    public static InstructionSet Resolve(InstructionSet wanted)
    {
        if ((uint)wanted > (uint)InstructionSet.Portable)
            throw new ArgumentException($"There is no instruction set {(int)wanted}.", nameof(wanted));
        if (wanted == InstructionSet.Auto)
            return Avx512F.IsSupported ? InstructionSet.Avx512 : KernelSets.HasAvx2 ? InstructionSet.Avx2 : InstructionSet.Portable;
        bool isThere = wanted switch
        {
            InstructionSet.Avx512 => KernelSets.Avx512,
            InstructionSet.Avx2 => KernelSets.Avx2,
            _ => KernelSets.Portable,
        };
        return isThere ? wanted : throw new PlatformNotSupportedException(
            $"The kernels for {wanted} are not part of this program: it was compiled ahead of time for processors that have a better " +
            "choice, or lack the instructions. InstructionSet.Auto chooses among those that are there; " +
            "the project property IlcInstructionSet decides which.");
    }
}
