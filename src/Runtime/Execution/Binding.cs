using System.ComponentModel;

namespace Fusion.Runtime;

/// <summary>An input or output that the caller passed to <c>Run</c>, pinned. For generated code.</summary>
/// <param name="pointer">The first sample.</param>
/// <param name="bytesPerSample">How far apart the samples of a batch are.</param>
/// <param name="inPlaceOf">The inputs whose memory an output may take, a bit for each.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[CLSCompliant(false)]
public readonly unsafe struct Binding(void* pointer, long bytesPerSample, ulong inPlaceOf = 0)
{
    /// <summary>The first sample.</summary>
    public void* Pointer { get; } = pointer;

    /// <summary>How far apart the samples of a batch are.</summary>
    public long BytesPerSample { get; } = bytesPerSample;

    /// <summary>
    /// Bit i is set for an output that may begin where input i begins: every kernel that reads the input has done so before the output is
    /// written.
    /// </summary>
    public ulong InPlaceOf { get; } = inPlaceOf;
}
