namespace Fusion.Disassembly.Tests.Listings;

/// <summary>The machine code of one method, as the JIT lists it.</summary>
/// <param name="Name"><c>Fusion.Generated.ResNet50_1b3fa2c4.Avx2Kernels:Conv1(ptr,int,int)</c>.</param>
/// <param name="Tier">How it was compiled: <c>FullOpts</c>, <c>Tier0</c>, ….</param>
/// <param name="Instructions">The code.</param>
/// <param name="Labels">For each label, the index of the instruction that it stands before.</param>
public sealed record MethodCode(string Name, string Tier, IReadOnlyList<Instruction> Instructions, IReadOnlyDictionary<string, int> Labels)
{
    /// <summary>The type, with its namespace: <c>Fusion.Generated.ResNet50_1b3fa2c4.Avx2Kernels</c>.</summary>
    public string Type => Name[..Name.IndexOf(':')];

    /// <summary>Loops that hold no other loop: from the target of a jump back to the jump.</summary>
    public IEnumerable<Instruction[]> InnermostLoops()
    {
        var loops = new List<(int First, int Last)>();
        for (int i = 0; i < Instructions.Count; i++)
        {
            if (Instructions[i].Target is { } target && Labels.TryGetValue(target, out int first) && first <= i) loops.Add((first, i));
        }

        // Two jumps to one label, as "continue" makes them, are one loop: the longest counts.
        loops = [.. loops.GroupBy(loop => loop.First).Select(group => (group.Key, group.Max(loop => loop.Last)))];
        return loops.Where(loop => !loops.Any(other => other != loop && other.First >= loop.First && other.Last <= loop.Last))
            .Select(loop => Instructions.Skip(loop.First).Take(loop.Last + 1 - loop.First).ToArray());
    }
}
