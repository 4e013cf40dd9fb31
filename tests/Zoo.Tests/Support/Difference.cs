namespace Fusion.Zoo.Tests;

internal static class Difference
{
    /// <summary>The largest error relative to the largest expected magnitude; infinite where one of them is no number.</summary>
    public static double Relative(ReadOnlySpan<float> expected, ReadOnlySpan<float> found)
    {
        Assert.Equal(expected.Length, found.Length);
        double largest = 0, error = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs((double)expected[i] - found[i]);
            if (!double.IsFinite(difference)) return double.PositiveInfinity;
            largest = Math.Max(largest, Math.Abs(expected[i]));
            error = Math.Max(error, difference);
        }

        return largest == 0 ? error : error / largest;
    }

    /// <summary>The same bits, element by element.</summary>
    public static void AssertEqualBits(float[][] expected, float[][] found, string what)
    {
        for (int i = 0; i < expected.Length; i++)
            for (int j = 0; j < expected[i].Length; j++)
                if (BitConverter.SingleToInt32Bits(expected[i][j]) != BitConverter.SingleToInt32Bits(found[i][j]))
                    Assert.Fail($"{what}: element {j} of output {i} is {found[i][j]:R}, not {expected[i][j]:R}.");
    }
}
