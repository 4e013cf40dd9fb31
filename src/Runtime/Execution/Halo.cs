using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Fusion.Runtime;

/// <summary>Zeros around a value in the workspace. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[CLSCompliant(false)]
public static unsafe class Halo
{
    /// <summary>Zeroes the pixels around the interior of a buffer, and leaves the interior as it is.</summary>
    /// <param name="buffer">The first pixel of the buffer, halo included.</param>
    /// <param name="interior">Frames, rows and columns of the interior.</param>
    /// <param name="before">Frames, rows and columns of zeros before it.</param>
    /// <param name="after">Frames, rows and columns of zeros behind it.</param>
    /// <param name="channels">Floats per pixel.</param>
    // Part of every run, and as fast in the first as in any other.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Clear(
        float* buffer, (int Frames, int Rows, int Columns) interior, (int Frames, int Rows, int Columns) before,
        (int Frames, int Rows, int Columns) after, int channels)
    {
        int row = (before.Columns + interior.Columns + after.Columns) * channels;
        int plane = (before.Rows + interior.Rows + after.Rows) * row;
        Zero(buffer, before.Frames * plane);
        float* frame = buffer + (long)before.Frames * plane;
        for (int t = 0; t < interior.Frames; t++, frame += plane)
        {
            // The zeros right of one row and left of the next are one run.
            Zero(frame, before.Rows * row + before.Columns * channels);
            float* end = frame + before.Rows * row + (before.Columns + interior.Columns) * channels;
            for (int y = 1; y < interior.Rows; y++, end += row) Zero(end, (before.Columns + after.Columns) * channels);
            Zero(end, after.Columns * channels + after.Rows * row);
        }
        Zero(frame, after.Frames * plane);
    }

    private static void Zero(float* start, int count) => new Span<float>(start, count).Clear();
}
