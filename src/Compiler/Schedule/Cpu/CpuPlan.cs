namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>One network at one size for one instruction set.</summary>
public sealed record CpuPlan(
    Graph Graph, InstructionSet Set, IReadOnlyList<CpuKernelPlan> Kernels, long WorkspaceFloats, long WorkspaceLowerBound,
    long ScratchFloats)
    : NetworkPlan(Graph, Set.Name, Kernels, WorkspaceFloats, WorkspaceLowerBound, ScratchFloats)
{
    public new IReadOnlyList<CpuKernelPlan> Kernels { get; } = Kernels;

    /// <summary>The kernels that run on several samples of a batch side by side; null where none do.</summary>
    public BatchTail? Tail { get; init; }

    public override long TailFloats => Tail?.Touched.Floats ?? 0;
}
