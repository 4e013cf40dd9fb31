using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Fusion.Runtime;

/// <summary>Some rows of a value in a thread's own memory, which move down the value band after band. For generated code.</summary>
// Part of every run, and as fast in the first as in any other.
[EditorBrowsable(EditorBrowsableState.Never)]
[CLSCompliant(false)]
public static unsafe class Band
{
    /// <summary>Zeroes the columns of the halo.</summary>
    /// <param name="band">The first pixel of the first row, halo included.</param>
    /// <param name="rows">Rows of the band.</param>
    /// <param name="rowFloats">Floats of a row, halo included.</param>
    /// <param name="before">Floats of zeros at the start of a row.</param>
    /// <param name="after">Floats of zeros at its end.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ClearSides(float* band, int rows, int rowFloats, int before, int after)
    {
        for (int row = 0; row < rows; row++, band += rowFloats)
        {
            new Span<float>(band, before).Clear();
            new Span<float>(band + rowFloats - after, after).Clear();
        }
    }

    /// <summary>Moves to the top the last rows of a band, which are the first rows of the next.</summary>
    /// <param name="band">The band.</param>
    /// <param name="rowFloats">Floats of a row.</param>
    /// <param name="rows">Rows of the band.</param>
    /// <param name="advance">Rows from the start of a band to the start of the next.</param>
    /// <returns>How many rows are there already.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Keep(float* band, int rowFloats, int rows, int advance)
    {
        int kept = rows - advance;
        long bytes = (long)kept * rowFloats * sizeof(float);
        Buffer.MemoryCopy(band + (long)advance * rowFloats, band, bytes, bytes);
        return kept;
    }

    /// <summary>Zeroes the rows to make that lie above or below the value, and takes them off the rows to make.</summary>
    /// <param name="band">The band.</param>
    /// <param name="top">The band's first row, counted from the first row of the value.</param>
    /// <param name="rowFloats">Floats of a row.</param>
    /// <param name="height">Rows of the value.</param>
    /// <param name="from">The first row to make.</param>
    /// <param name="to">The row after the last to make.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ClearOutside(float* band, int top, int rowFloats, int height, ref int from, ref int to)
    {
        for (; from < 0 && from < to; from++) new Span<float>(band + (long)(from - top) * rowFloats, rowFloats).Clear();
        for (; to > height && to > from; to--) new Span<float>(band + (long)(to - 1 - top) * rowFloats, rowFloats).Clear();
    }
}
