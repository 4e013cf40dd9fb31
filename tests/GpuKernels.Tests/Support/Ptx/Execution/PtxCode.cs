using Fusion.Kernels.Tests.Support.Ptx.Instructions;
using Fusion.Kernels.Tests.Support.Ptx.Memory;
using Fusion.Kernels.Tests.Support.Ptx.Parsing;

namespace Fusion.Kernels.Tests.Support.Ptx.Execution;

/// <summary>A kernel that can be run.</summary>
internal sealed class PtxCode
{
    /// <summary>Decodes a kernel.</summary>
    /// <exception cref="NotSupportedException">An instruction is not known here.</exception>
    public PtxCode(PtxKernel kernel, PtxFreedom freedom)
    {
        Kernel = kernel;
        Registers = new RegisterLayout(kernel);
        foreach (PtxSharedArray array in kernel.SharedArrays)
        {
            if (array.Bytes % sizeof(uint) != 0) throw new NotSupportedException($"'{array.Name}' has no whole words.");
            Registers.Name(array.Name, Shared.Add(array.Name, array.Bytes / sizeof(uint), array.Alignment).Address);
        }
        IReadOnlyList<PtxStatement> statements = freedom.ContractsProducts ? Contraction.Of(kernel) : kernel.Statements;
        Code = [.. statements.Select(statement => InstructionTable.Decode(statement, kernel, Registers, freedom))];
        Meetings = ControlFlow.Meetings(Code);
    }

    public PtxKernel Kernel { get; }

    public RegisterLayout Registers { get; }

    /// <summary>The memory of a group. Groups are run one after another and take turns.</summary>
    public AddressSpace Shared { get; } = AddressSpace.Shared();

    public Instruction[] Code { get; }

    /// <summary>Where the threads that a branch separates meet again.</summary>
    public int[] Meetings { get; }
}
