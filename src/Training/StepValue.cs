using System.ComponentModel;

namespace Fusion.Training;

/// <summary>Where a kernel of a step writes a value. For generated code.</summary>
/// <param name="kernel">The kernel's number.</param>
/// <param name="name">What the value is, in words.</param>
/// <param name="binding">Which of the step's inputs and outputs holds it; −1 for the workspace.</param>
/// <param name="offset">Floats before its first element.</param>
/// <param name="sizes">Frames, rows, pixels of a row, channels.</param>
/// <param name="strides">Floats from frame to frame, from row to row, from pixel to pixel.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StepValue(int kernel, string name, int binding, long offset, int[] sizes, int[] strides)
{
    internal int Kernel => kernel;

    internal string Name => name;

    internal int Binding => binding;

    /// <summary>The first element that is no finite number; null where all are.</summary>
    internal unsafe float? FindNotFinite(float* memory)
    {
        for (int row = 0; row < sizes[0] * sizes[1]; row++)
        {
            float* pixels = memory + offset + (long)(row / sizes[1]) * strides[0] + (long)(row % sizes[1]) * strides[1];
            for (int x = 0; x < sizes[2]; x++)
            {
                foreach (float value in new ReadOnlySpan<float>(pixels + (long)x * strides[2], sizes[3]))
                    if (!float.IsFinite(value)) return value;
            }
        }
        return null;
    }
}
