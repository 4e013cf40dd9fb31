using System.Runtime.Intrinsics;
using Fusion.Disassembly.Tests.Listings;
using Fusion.Disassembly.Tests.Programs;

namespace Fusion.Disassembly.Tests;

/// <summary>The machine code that the JIT makes of the zoo's kernels.</summary>
public class JitTests
{
    [X64Theory]
    [MemberData(nameof(Sets))]
    public void Kernels_are_fully_optimised_and_keep_their_sums_in_wide_registers(InstructionSet set) =>
        KernelCheck.AssertGood(JitListing.Of(set, runs: 2), set);

    /// <summary>The sets whose instructions this machine has.</summary>
    public static TheoryData<InstructionSet> Sets =>
        Vector512.IsHardwareAccelerated ? [InstructionSet.Avx512, InstructionSet.Avx2] : [InstructionSet.Avx2];
}
