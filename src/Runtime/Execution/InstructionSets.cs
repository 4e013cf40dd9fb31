using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Fusion.Runtime;

namespace Fusion;

internal static class InstructionSets
{
    /// <summary>
    /// The set to use. A forced one is not questioned if it is there: the kernels of every set run everywhere, emulated where need be.
    /// </summary>
    public static InstructionSet Resolve(InstructionSet wanted, NetworkInfo network) =>
        Resolve(wanted, network, Avx512F.IsSupported, KernelSets.HasAvx2);

    /// <param name="wanted">What the options say.</param>
    /// <param name="network">Says which sets the network has kernels for.</param>
    /// <param name="hasAvx512">Whether the processor has AVX-512.</param>
    /// <param name="hasAvx2">Whether it has AVX2 with fused multiply-add.</param>
    internal static InstructionSet Resolve(InstructionSet wanted, NetworkInfo network, bool hasAvx512, bool hasAvx2)
    {
        if ((uint)wanted > (uint)InstructionSet.Portable)
        {
            throw new ArgumentOutOfRangeException("options", wanted,
                $"NetworkOptions.InstructionSet is none of {string.Join(", ", Enum.GetNames<InstructionSet>())}.");
        }

        IReadOnlyList<InstructionSet> sets = network.InstructionSets;
        string named = $"the project property FusionInstructionSets names {string.Join(" and ", sets)}";
        InstructionSet widest = Widest(
            Has(InstructionSet.Avx512) && hasAvx512, Has(InstructionSet.Avx2) && hasAvx2, Has(InstructionSet.Portable));
        if (wanted == InstructionSet.Auto)
        {
            return widest != InstructionSet.Auto ? widest : throw new PlatformNotSupportedException(RuntimeFeature.IsDynamicCodeSupported
                ? $"This processor can run none of the kernels of {network.Name}: {named}. With portable among them, it runs everywhere."
                : $"None of the kernels of {network.Name} are part of this program, which was compiled ahead of time: {named}, and "
                    + "IlcInstructionSet does not allow them.");
        }
        if (!Has(wanted)) throw new PlatformNotSupportedException($"{network.Name} has no kernels for {wanted}: {named}.");
        return RuntimeFeature.IsDynamicCodeSupported || wanted == widest ? wanted : throw new PlatformNotSupportedException(
            $"The kernels for {wanted} are not part of this program: it was compiled ahead of time for processors that have a better " +
            "choice, or lack the instructions. InstructionSet.Auto chooses among those that are there; " +
            "the project property IlcInstructionSet decides which.");

        bool Has(InstructionSet set) => sets.Contains(set);
    }

    /// <summary>The widest of the sets that can run; <see cref="InstructionSet.Auto"/> if there is none.</summary>
    public static InstructionSet Widest(bool avx512, bool avx2, bool portable) =>
        avx512 ? InstructionSet.Avx512 : avx2 ? InstructionSet.Avx2 : portable ? InstructionSet.Portable : InstructionSet.Auto;
}
