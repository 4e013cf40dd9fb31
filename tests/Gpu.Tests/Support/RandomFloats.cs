namespace Fusion.Gpu.Tests.Support;

internal static class RandomFloats
{
    /// <summary>Values from -1 to 1.</summary>
    public static float[] Of(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];
    }
}
