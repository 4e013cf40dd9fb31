using System.Runtime.CompilerServices;

namespace Fusion.Runtime;

/// <summary>The upper half of a float: its sign, its exponent and 8 bits of mantissa, of which one is implied.</summary>
internal static unsafe class BFloat16
{
    /// <summary>The bits of the exponent.</summary>
    private const uint Infinity = 0x7F80_0000;

    /// <summary>
    /// The nearest float whose lower 16 bits are zero; of two equally near ones the even one. Rounded once: rounding to a float first would
    /// make ties of what is none. A float that would become infinite becomes the largest number, less than one unit in the last place away;
    /// what is no float of 32 bits becomes infinite, and NaN stays NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Round(double value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(RoundToOdd(value));
        // The carry may go into the exponent, which is right: up to infinity.
        uint rounded = bits + 0x7FFF + (bits >> 16 & 1);
        if ((rounded & Infinity) == Infinity && Math.Abs(value) <= float.MaxValue) rounded = bits;
        // A NaN could lose all of its mantissa, or carry into the sign.
        if (double.IsNaN(value)) rounded = bits | 0x0040_0000;
        return BitConverter.UInt32BitsToSingle(rounded & 0xFFFF_0000);
    }

    /// <summary>
    /// The float next to the value, on that side where the last bit of the mantissa is one; the value itself if it is a float. It lies on
    /// the same side of every tie between shorter numbers as the value does.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float RoundToOdd(double value)
    {
        float nearest = (float)value;
        int bits = BitConverter.SingleToInt32Bits(nearest);
        if (nearest == value || (bits & 1) != 0 || float.IsNaN(nearest)) return nearest;
        // Even neighbours are adjacent to odd ones. The bits count away from zero.
        return BitConverter.Int32BitsToSingle(Math.Abs((double)nearest) > Math.Abs(value) ? bits - 1 : bits + 1);
    }

    /// <summary>
    /// Packs rows of rounded floats as kernels load them. Two vectors lie in the halves of one, the first in the lower halves: a shift
    /// brings the one to light, a mask the other. The last vector of an odd number lies alone, one value after the other.
    /// </summary>
    /// <param name="source">Rows of <paramref name="width"/> floats whose lower 16 bits are zero.</param>
    /// <param name="target">As many values of 16 bits.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="width">Floats of a row: a multiple of <paramref name="lanes"/>.</param>
    /// <param name="lanes">Floats of a vector.</param>
    // Runs for a whole file once: there is no later call to be fast for.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(float* source, ushort* target, long rows, int width, int lanes)
    {
        uint* bits = (uint*)source;
        int paired = width / (2 * lanes) * (2 * lanes);
        for (long row = 0; row < rows; row++, bits += width, target += width)
        {
            for (int first = 0; first < paired; first += 2 * lanes)
                for (int lane = 0; lane < lanes; lane++)
                    ((uint*)(target + first))[lane] = bits[first + lane] >> 16 | bits[first + lanes + lane];
            for (int i = paired; i < width; i++) target[i] = (ushort)(bits[i] >> 16);
        }
    }
}
