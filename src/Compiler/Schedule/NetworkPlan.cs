using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Schedule;

/// <summary>One network at one size for one instruction set: its kernels in order, and the workspace.</summary>
/// <param name="WorkspaceFloats">The same for every instruction set.</param>
/// <param name="ScratchFloats">What each thread needs beside it.</param>
/// <param name="WorkspaceLowerBound">What no placement of the same buffers could go below.</param>
public sealed record NetworkPlan(
    Graph Graph, InstructionSet Set, IReadOnlyList<KernelPlan> Kernels, long WorkspaceFloats, long WorkspaceLowerBound, long ScratchFloats)
{
    /// <summary>Where the taps' values lie when the last kernel has run; the same for every instruction set.</summary>
    public IReadOnlyList<TapPlan> Taps { get; init; } = [];

    /// <summary>What the scheduler could not do, and why: lines of the fusion plan.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>Where a tap's value lies: in the workspace, or in the caller's memory where an input or a result is tapped.</summary>
public sealed record TapPlan(string Name, Shape Shape, View View);
