using Fusion.Disassembly.Tests.Listings;
using Fusion.Disassembly.Tests.Programs;

namespace Fusion.Disassembly.Tests;

/// <summary>The machine code that NativeAOT makes of the zoo's kernels: also that for AVX-512, on machines that have none.</summary>
public class AheadTests
{
    [AheadTheory]
    [InlineData("x86-64-v4", InstructionSet.Avx512)]
    [InlineData("x86-64-v3", InstructionSet.Avx2)]
    public void Kernels_are_fully_optimised_and_keep_their_sums_in_wide_registers(string instructionSet, InstructionSet set) =>
        KernelCheck.AssertGood(AheadListing.Of(instructionSet), set);
}

/// <summary>A theory that publishes; it is skipped, with the reason, where that is impossible.</summary>
internal sealed class AheadTheoryAttribute : TheoryAttribute
{
    public AheadTheoryAttribute() => Skip = AheadListing.Missing;
}
