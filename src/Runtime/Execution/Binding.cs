using System.ComponentModel;

namespace Fusion.Runtime;

/// <summary>An input or output that the caller passed to <c>Run</c>, pinned. For generated code.</summary>
/// <param name="pointer">The first sample.</param>
/// <param name="bytesPerSample">How far apart the samples of a batch are.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct Binding(void* pointer, long bytesPerSample)
{
    /// <summary>The first sample.</summary>
    public void* Pointer { get; } = pointer;

    /// <summary>How far apart the samples of a batch are.</summary>
    public long BytesPerSample { get; } = bytesPerSample;
}
