namespace Fusion.Gpu.Tests.Support;

internal static class Close
{
    /// <summary>Whether all values are within a tolerance of the largest.</summary>
    public static void Check(ReadOnlySpan<float> expected, ReadOnlySpan<float> found, float tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        float largest = 0;
        foreach (float value in expected) largest = Math.Max(largest, Math.Abs(value));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - found[i]) <= tolerance * largest, $"[{i}] is {found[i]}; {expected[i]} was expected.");
    }
}
