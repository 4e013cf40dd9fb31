using System.ComponentModel;

namespace Fusion.Runtime;

/// <summary>A program that runs several samples of a batch at once. For generated code.</summary>
/// <param name="program">Calls <see cref="KernelRunner.Step"/> for each kernel.</param>
/// <param name="samples">How many samples it runs.</param>
/// <param name="workspaceFloats">The floats of workspace that it needs.</param>
/// <param name="scratchFloats">The floats that each thread needs for itself.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[CLSCompliant(false)]
public readonly unsafe struct SampleBlock(
    delegate*<KernelRunner, void> program, int samples, long workspaceFloats, long scratchFloats)
{
    /// <summary>Calls <see cref="KernelRunner.Step"/> for each kernel.</summary>
    public delegate*<KernelRunner, void> Program { get; } = program;

    /// <summary>How many samples it runs.</summary>
    public int Samples { get; } = samples;

    /// <summary>The floats of workspace that it needs.</summary>
    public long WorkspaceFloats { get; } = workspaceFloats;

    /// <summary>The floats that each thread needs for itself.</summary>
    public long ScratchFloats { get; } = scratchFloats;

    /// <summary>Whether the block takes no longer than so many samples one by one, which are fewer than it has: eight take as long as two
    /// or three.</summary>
    internal bool PaysFor(int samples) => samples > 1 && 8 * samples >= 3 * Samples;
}
