using Fusion.Kernels.Tests.Support.Ptx.Execution;
using Fusion.Kernels.Tests.Support.Ptx.Parsing;

namespace Fusion.Kernels.Tests.Support.Ptx.Instructions;

/// <summary>
/// The instructions that are known here, by their whole names: what ILGPU writes for our kernels, and little more. A modifier that is not
/// listed, such as .ftz, .approx or .sat, is another name, which is not known.
/// </summary>
internal static class InstructionTable
{
    private static readonly Dictionary<string, Func<OperandReader, Instruction>> s_all =
        new(IntegerTable.All.Concat(FloatTable.All).Concat(PredicateTable.All).Concat(MemoryTable.All), StringComparer.Ordinal);

    /// <summary>Decodes an instruction.</summary>
    /// <exception cref="NotSupportedException">It is not known here.</exception>
    public static Instruction Decode(PtxStatement statement, PtxKernel kernel, RegisterLayout registers, PtxFreedom freedom)
    {
        if (!s_all.TryGetValue(statement.Name, out Func<OperandReader, Instruction>? make))
            throw statement.Unknown("This instruction is not known here.");
        var operands = new OperandReader(statement, kernel, registers, freedom);
        return make(operands).From(statement, operands.Guard);
    }
}
