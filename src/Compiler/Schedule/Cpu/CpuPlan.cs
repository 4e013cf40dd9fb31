namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>One network at one size for one instruction set.</summary>
public sealed record CpuPlan(
    Graph Graph, InstructionSet Set, IReadOnlyList<CpuKernelPlan> Kernels, long WorkspaceFloats, long WorkspaceLowerBound,
    long ScratchFloats)
    : NetworkPlan(Graph, Set.Name, Kernels, WorkspaceFloats, WorkspaceLowerBound, ScratchFloats)
{
    public new IReadOnlyList<CpuKernelPlan> Kernels { get; } = Kernels;
}
