namespace Fusion.Compiler.Schedule;

/// <summary>One network at one size for one instruction set: its kernels in order, and the workspace.</summary>
/// <param name="WorkspaceFloats">The same for every instruction set.</param>
/// <param name="ScratchFloats">What each thread needs beside it.</param>
/// <param name="WorkspaceLowerBound">What no placement of the same buffers could go below.</param>
public sealed record NetworkPlan(
    Graph Graph, InstructionSet Set, IReadOnlyList<KernelPlan> Kernels, long WorkspaceFloats, long WorkspaceLowerBound, long ScratchFloats);
