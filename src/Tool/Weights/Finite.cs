using Fusion.Tool.Shell;

namespace Fusion.Tool.Weights;

/// <summary>Finds weights that are no finite numbers, which networks refuse to load.</summary>
internal static class Finite
{
    private const int MostNames = 5;

    public static bool Are(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
            if (!float.IsFinite(value)) return false;
        return true;
    }

    /// <summary>What a user should know of such tensors.</summary>
    public static string Sentence(IReadOnlyList<string> names) =>
        $"NaN or infinity is in {string.Join(", ", names.Take(MostNames).Select(SafeText.OneLine))}"
        + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "")
        + "; a network loads such weights only with NetworkOptions.AllowNonFinite.";
}
