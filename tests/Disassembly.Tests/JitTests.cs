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
        KernelCheck.AssertGood(JitListing.Of(set, set.ToString(), "2"), set);

    /// <summary>Widening weights of 16 bits needs registers of its own, which the tiles leave free.</summary>
    [X64Theory]
    [MemberData(nameof(Sets))]
    public void Weights_in_BF16_leave_the_sums_in_their_registers(InstructionSet set)
    {
        MethodCode[] tiles = [.. JitListing.Of(set, NarrowProgram.Argument, set.ToString()).Where(method => method.Name.Contains(":Tile"))];
        Assert.Contains(tiles, tile =>
            tile.InnermostLoops().Any(loop => loop.Any(i => i.IsMultiplyAdd) && loop.Any(i => i.Operation == "vpslld")
            && loop.Any(i => i.Operation.StartsWith("vpand", StringComparison.Ordinal))));
        string[] problems = [.. tiles.SelectMany(tile => KernelCheck.Problems(tile, set == InstructionSet.Avx512 ? "zmm" : "ymm"))];
        Assert.True(problems.Length == 0, string.Join('\n', problems));
    }

    /// <summary>Tiles of weight gradients, which add up outer products.</summary>
    [X64Theory]
    [MemberData(nameof(Sets))]
    public void Weight_gradients_keep_their_sums_in_registers(InstructionSet set)
    {
        MethodCode[] tiles = [.. JitListing.Of(set, TrainingProgram.Argument, set.ToString())
            .Where(method => method.Name.Contains(":WeightGradient") || method.Name.Contains(":DepthwiseGradient"))];
        Assert.InRange(tiles.Length, 10, int.MaxValue);
        string[] problems = [.. tiles.SelectMany(tile => KernelCheck.Problems(tile, set == InstructionSet.Avx512 ? "zmm" : "ymm"))];
        Assert.True(problems.Length == 0, string.Join('\n', problems));
    }

    /// <summary>The sets whose instructions this machine has.</summary>
    public static TheoryData<InstructionSet> Sets =>
        Vector512.IsHardwareAccelerated ? [InstructionSet.Avx512, InstructionSet.Avx2] : [InstructionSet.Avx2];
}
