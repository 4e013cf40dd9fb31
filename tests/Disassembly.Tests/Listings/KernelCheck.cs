using Fusion.Zoo;

namespace Fusion.Disassembly.Tests.Listings;

/// <summary>What the machine code of a kernel must be like.</summary>
public static class KernelCheck
{
    /// <summary>
    /// Methods in which multiply-adds are a few among other things: the transforms of Winograd's convolutions, and epilogues. They walk
    /// along more pointers and distances than there are general registers, and may keep some of them in the frame. Vectors must stay in
    /// registers here, too.
    /// </summary>
    private static readonly string[] _shortOfPointers = ["WinogradInputs", "WinogradResults", "Epilogue_"];

    /// <summary>The share of instructions that may do so.</summary>
    private const double MostPointerAccesses = 0.25;

    /// <summary>
    /// So many multiply-adds have room beside them for one load of a pointer or a count that has no register: the end of the loop, where a
    /// prefetch needs one for its address.
    /// </summary>
    private const int MultiplyAddsPerScalarLoad = 16;

    /// <summary>Fails with everything that is wrong with the kernels of one instruction set, or if there are none for some
    /// network.</summary>
    public static void AssertGood(IReadOnlyList<MethodCode> methods, InstructionSet set)
    {
        methods = [.. methods.Where(method => method.Type.EndsWith($".{set}Kernels", StringComparison.Ordinal))];
        foreach (ZooNetwork zoo in ZooNetwork.All)
            Assert.Contains(methods, method => method.Type.Contains($".{zoo.Info.Name}_", StringComparison.Ordinal)
                && method.Instructions.Any(i => i.IsMultiplyAdd));
        string registers = set == InstructionSet.Avx512 ? "zmm" : "ymm";
        IEnumerable<string> twice = methods.GroupBy(method => method.Name).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: compiled {group.Count()} times");
        string[] problems = [.. methods.SelectMany(method => Problems(method, registers)), .. twice];
        Assert.True(problems.Length == 0, $"{problems.Length} problems:\n{string.Join('\n', problems)}");
    }

    /// <summary>What is wrong with a kernel; nothing, if nothing is.</summary>
    /// <param name="method">The kernel.</param>
    /// <param name="registers">The registers that its multiply-adds must use: <c>ymm</c> or <c>zmm</c>.</param>
    public static IEnumerable<string> Problems(MethodCode method, string registers)
    {
        if (method.Tier != "FullOpts") yield return $"{method.Name}: compiled as {method.Tier}, not with full optimisation";
        if (method.Instructions.Any(instruction => instruction.IsMultiplyAdd)
            && !method.Instructions.Any(instruction => instruction.IsMultiplyAdd && instruction.Uses(registers)))
            yield return $"{method.Name}: multiply-adds without {registers} registers";
        foreach (Instruction[] loop in method.InnermostLoops())
        {
            int multiplyAdds = loop.Count(instruction => instruction.IsMultiplyAdd);
            if (multiplyAdds == 0) continue;
            if (loop.FirstOrDefault(instruction => instruction.Operation == "call") is { } call)
                yield return $"{method.Name}: '{call}' in a loop with {multiplyAdds} multiply-adds";
            Instruction[] spills = [.. loop.Where(instruction => instruction.TouchesFrame)];
            bool isAllowed = IsShortOfPointers(method)
                ? spills.Length <= MostPointerAccesses * loop.Length && !spills.Any(instruction => instruction.UsesVectors)
                : spills.Length <= multiplyAdds / MultiplyAddsPerScalarLoad && spills.All(instruction => instruction.IsScalarLoad);
            if (!isAllowed)
                yield return $"{method.Name}: {spills.Length} accesses to the frame in a loop with {multiplyAdds} multiply-adds, such " +
                    $"as '{spills[0]}'";
        }
    }

    private static bool IsShortOfPointers(MethodCode method) =>
        _shortOfPointers.Any(name => method.Name.StartsWith($"{method.Type}:{name}", StringComparison.Ordinal));
}
