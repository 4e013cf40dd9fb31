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
    /// Equal but for trailing ones or, instead, leading ones, so that the values are the same. Exporters disagree on whether a 1×1
    /// convolution, a linear layer and a squeeze have weights [O, I, 1, 1] or [O, I], and PyTorch's modules give embeddings and tokens a
    /// batch of 1: [1, L, C] for [L, C].
    /// </summary>
    public static bool Fit(IReadOnlyList<int> expected, IReadOnlyList<int> found)
    {
        var (shorter, longer) = expected.Count <= found.Count ? (expected, found) : (found, expected);
        int more = longer.Count - shorter.Count;
        return HaveOnesBeside(0) || HaveOnesBeside(more);

        // The shorter one lies so far into the longer one, and all around it are ones.
        bool HaveOnesBeside(int before)
        {
            for (int i = 0; i < longer.Count; i++)
            {
                int inside = i - before;
                if (longer[i] != (inside >= 0 && inside < shorter.Count ? shorter[inside] : 1)) return false;
            }
            return true;
        }
    }
}
