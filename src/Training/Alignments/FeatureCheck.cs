using System.Globalization;

namespace Fusion.Training;

/// <summary>What is wrong with features and their gradients, by the names of the caller's parameters.</summary>
internal static class FeatureCheck
{
    /// <exception cref="ArgumentException">They share memory.</exception>
    public static void Apart(ReadOnlySpan<float> gradient, string name, ReadOnlySpan<float> other, string otherName)
    {
        if (gradient.Overlaps(other))
            throw new ArgumentException(
                $"{otherName} and {name} overlap in memory: {name} needs memory of its own, for {otherName} is used while it is written.",
                name);
    }

    /// <summary>A sentence on the first value that is not finite; null where all are.</summary>
    public static string? Find(ReadOnlySpan<float> values, string whose, int samples)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (float.IsFinite(values[i])) continue;
            return string.Create(CultureInfo.InvariantCulture,
                $"The first value that is not finite: {values[i]} in the {whose}'s features, sample {i / (values.Length / samples)}.");
        }
        return null;
    }
}
