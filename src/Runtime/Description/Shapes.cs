namespace Fusion;

/// <summary>What the descriptions and the weight files share about shapes.</summary>
internal static class Shapes
{
    public static long Elements(IReadOnlyList<int> dimensions)
    {
        long product = 1;
        foreach (int size in dimensions) product *= size;
        return product;
    }

    public static string Describe(IReadOnlyList<int> dimensions) => "[" + string.Join(", ", dimensions) + "]";

    /// <summary>
    /// Equal but for trailing ones: exporters disagree on whether a 1×1 convolution, a linear layer and a squeeze have weights
    /// [O, I, 1, 1] or [O, I], and the values are the same.
    /// </summary>
    public static bool Fit(IReadOnlyList<int> expected, IReadOnlyList<int> found)
    {
        int rank = Math.Max(expected.Count, found.Count);
        for (int i = 0; i < rank; i++)
            if ((i < expected.Count ? expected[i] : 1) != (i < found.Count ? found[i] : 1)) return false;
        return true;
    }
}
