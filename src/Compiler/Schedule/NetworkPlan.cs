namespace Fusion.Compiler.Schedule;

/// <summary>One network at one size for one machine: its kernels in order, and the workspace.</summary>
/// <param name="Machine">Which of a target's machines it is for, as the fusion plan calls it: <c>Avx512</c>.</param>
/// <param name="WorkspaceFloats">The same for every machine.</param>
/// <param name="WorkspaceLowerBound">What no placement of the same buffers could go below.</param>
/// <param name="ScratchFloats">What each thread needs beside it.</param>
public abstract record NetworkPlan(
    Graph Graph, string Machine, IReadOnlyList<KernelPlan> Kernels, long WorkspaceFloats, long WorkspaceLowerBound, long ScratchFloats)
{
    /// <summary>What each sample of a batch keeps for itself while several go side by side; 0 where they never do.</summary>
    public virtual long TailFloats => 0;

    /// <summary>Where the taps' values lie when the last kernel has run; the same for every machine.</summary>
    public IReadOnlyList<TapPlan> Taps { get; init; } = [];

    /// <summary>What the scheduler could not do, and why: lines of the fusion plan.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>Where a tap's value lies: in the workspace, or in the caller's memory where an input or a result is tapped.</summary>
public sealed record TapPlan(string Name, Shape Shape, View View);
