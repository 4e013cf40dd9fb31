using System.ComponentModel;
using Fusion.Runtime;

namespace Fusion.Training;

/// <summary>One of an alignment's programs. For generated code.</summary>
/// <param name="variant">Its place in the description.</param>
/// <param name="program">The kernels, one after the other.</param>
/// <param name="workspaceFloats">The memory for its values.</param>
/// <param name="scratchFloats">The memory that each thread needs for itself.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[CLSCompliant(false)]
public readonly unsafe ref struct AlignmentCall(
    int variant, delegate*<KernelRunner, void> program, long workspaceFloats, long scratchFloats)
{
    internal int Variant => variant;

    internal delegate*<KernelRunner, void> Program => program;

    internal long WorkspaceFloats => workspaceFloats;

    internal long ScratchFloats => scratchFloats;
}
