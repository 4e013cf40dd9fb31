using System.ComponentModel;

namespace Fusion.Runtime;

/// <summary>What a kernel works on. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[CLSCompliant(false)]
public unsafe struct KernelArguments
{
    /// <summary>Intermediate values, aligned to 64 bytes. What an earlier run left is still there: nothing is cleared.</summary>
    public float* Workspace;

    /// <summary>Memory of this thread alone, for values that live within one unit of a kernel; aligned to 64 bytes.</summary>
    public float* Scratch;

    /// <summary>
    /// 1 where this thread has run other units of the same step just before, so that what they left in <see cref="Scratch"/> still holds; 0
    /// otherwise.
    /// </summary>
    public int Continues;

    /// <summary>The packed weights, aligned to 64 bytes.</summary>
    public float* Weights;

    /// <summary>The inputs in order, then the outputs in order, of the current sample.</summary>
    public void** Bindings;

    /// <summary>How the bytes of the first input become floats; null where the inputs are floats.</summary>
    public PixelNormalization* Normalization;
}
