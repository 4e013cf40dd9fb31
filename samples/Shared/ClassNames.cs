using System.Text.RegularExpressions;

namespace Fusion.Samples;

/// <summary>What the numbers of a classifier's output stand for.</summary>
internal static partial class ClassNames
{
    /// <summary>Reads a text file: a name a line, the first for index 0. A WordNet number before a name (<c>n01440764 tench</c>) is left
    /// out.</summary>
    public static IReadOnlyList<string> Load(string path)
    {
        using var reader = new StreamReader(UserFile.Open(path, "a text file with a class name a line"));
        var names = new List<string>();
        while (reader.ReadLine() is { } line) names.Add(WordNet().Replace(line.Trim(), ""));
        while (names.Count > 0 && names[^1].Length == 0) names.RemoveAt(names.Count - 1);
        return names.Count > 0 ? names : throw new UserException($"{path} is empty; a class name a line was expected.");
    }

    /// <summary>The indices of the largest values, with names where there are as many names as values.</summary>
    public static string Largest(ReadOnlySpan<float> values, int count, IReadOnlyList<string> names)
    {
        float[] all = values.ToArray();
        return string.Join(", ", Enumerable.Range(0, all.Length).OrderByDescending(index => all[index]).Take(count)
            .Select(index => $"[{index}] {(names.Count == all.Length ? names[index] + " " : "")}{all[index]:0.####}"));
    }

    [GeneratedRegex(@"^n\d{8}\s+")]
    private static partial Regex WordNet();
}
