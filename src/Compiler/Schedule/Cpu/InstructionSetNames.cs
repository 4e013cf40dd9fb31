namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>The instruction sets that a project wants, as its file names them: <c>avx2;portable</c>.</summary>
/// <param name="Sets">Widest first; all of them where none is named.</param>
/// <param name="Unknown">Names of no instruction set.</param>
public sealed record InstructionSetNames(EquatableArray<InstructionSet> Sets, EquatableArray<string> Unknown)
{
    /// <param name="text">Names in any case and order, with commas or semicolons between them.</param>
    public static InstructionSetNames Parse(string text)
    {
        var names = text.Split(',', ';').Select(name => name.Trim()).Where(name => name.Length > 0).ToList();
        var sets = InstructionSet.All.Where(set => names.Any(name => IsNameOf(name, set))).ToEquatableArray();
        return new InstructionSetNames(
            sets.Count > 0 ? sets : InstructionSet.All.ToEquatableArray(),
            names.Where(name => !InstructionSet.All.Any(set => IsNameOf(name, set))).ToEquatableArray());
    }

    private static bool IsNameOf(string name, InstructionSet set) => name.Equals(set.Name, StringComparison.OrdinalIgnoreCase);
}
