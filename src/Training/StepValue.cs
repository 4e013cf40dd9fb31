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
        for (int pixel = 0; pixel < Pixels; pixel++)
        {
            foreach (float value in Channels(memory, pixel))
                if (!float.IsFinite(value)) return value;
        }
        return null;
    }

    /// <summary>The element that is farthest from 0.</summary>
    internal unsafe float FindLargest(float* memory)
    {
        float largest = 0;
        for (int pixel = 0; pixel < Pixels; pixel++)
        {
            foreach (float value in Channels(memory, pixel))
                if (Math.Abs(value) > Math.Abs(largest)) largest = value;
        }
        return largest;
    }

    private int Pixels => sizes[0] * sizes[1] * sizes[2];

    private unsafe ReadOnlySpan<float> Channels(float* memory, int pixel)
    {
        var (row, x) = Math.DivRem(pixel, sizes[2]);
        var (frame, y) = Math.DivRem(row, sizes[1]);
        return new(memory + offset + (long)frame * strides[0] + (long)y * strides[1] + (long)x * strides[2], sizes[3]);
    }
}
