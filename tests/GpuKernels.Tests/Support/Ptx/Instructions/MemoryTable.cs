namespace Fusion.Kernels.Tests.Support.Ptx.Instructions;

/// <summary>Instructions that use memory, lead elsewhere or wait.</summary>
internal static class MemoryTable
{
    public static Dictionary<string, Func<OperandReader, Instruction>> All { get; } = new(Accesses(), StringComparer.Ordinal)
    {
        ["ld.param.b32"] = operands => operands.Parameter<uint>(),
        ["ld.param.b64"] = operands => operands.Parameter<ulong>(),
        // Addresses of global memory are the same as generic ones.
        ["cvta.to.global.u64"] = operands => operands.Move<ulong>(),
        ["bra"] = operands => operands.Branch(isUniform: false),
        ["bra.uni"] = operands => operands.Branch(isUniform: true),
        ["brx.idx"] = operands => operands.IndexedBranch(isUniform: false),
        ["brx.idx.uni"] = operands => operands.IndexedBranch(isUniform: true),
        ["ret"] = operands =>
        {
            operands.Count(0);
            return new Return();
        },
        ["bar.sync"] = operands => operands.Barrier(),
    };

    private static Dictionary<string, Func<OperandReader, Instruction>> Accesses()
    {
        var all = new Dictionary<string, Func<OperandReader, Instruction>>();
        foreach (bool isShared in new[] { false, true })
        {
            foreach (int count in new[] { 1, 2, 4 })
            {
                foreach (string type in new[] { "b32", "u32", "s32", "f32" })
                {
                    string behind = $".{(isShared ? "shared" : "global")}{(count == 1 ? "" : $".v{count}")}.{type}";
                    all.Add("ld" + behind, operands => operands.Load(isShared, count));
                    all.Add("st" + behind, operands => operands.Store(isShared, count));
                }
            }
        }
        return all;
    }
}
