namespace Fusion.Samples;

/// <summary>How far the kernels of a device are from those of the processor.</summary>
internal static class Agreement
{
    /// <summary>What both may differ by: they add up in another order, and the processor's 3×3 convolutions may be in Winograd's
    /// form.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>The largest difference, relative to the largest value.</summary>
    public static double LargestDifference(ReadOnlySpan<float> expected, ReadOnlySpan<float> found)
    {
        double largest = 0, difference = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs((double)expected[i]));
            double one = Math.Abs((double)found[i] - expected[i]);
            // A NaN has no place in any comparison.
            if (!(one <= double.MaxValue)) return double.PositiveInfinity;
            difference = Math.Max(difference, one);
        }
        return largest == 0 ? difference : difference / largest;
    }

    /// <summary>Values from -1 to 1, the same on every machine.</summary>
    public static float[] RandomValues(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];
    }
}
