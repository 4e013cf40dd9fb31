namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>A kernel of the CPU. Its units are the same for every instruction set.</summary>
public abstract record CpuKernelPlan(string Title) : KernelPlan(Title)
{
    /// <summary>The kernels that this one calls; most call none.</summary>
    public virtual IReadOnlyList<CpuKernelPlan> Parts => UnitSums;

    /// <summary>The sums over positions that this kernel takes of what a unit has just made. Their units are its own.</summary>
    public EquatableArray<ChunkSumsPlan> UnitSums { get; init; } = [];

    /// <summary>Where the scratch memory of those begins, behind the kernel's own; one of them runs at a time.</summary>
    public virtual long PartsOffset => 0;

    /// <summary>Floats that one thread needs for itself while it runs a unit. The stack is not for what grows with a declared
    /// size.</summary>
    public virtual long ScratchFloats => 0;

    /// <summary>Where they begin in the thread's memory: behind those of the kernel that calls this one; set by the scheduler.</summary>
    public long ScratchOffset { get; set; }
}
