using Fusion.Import.Writing.Structure;

namespace Fusion.Import.Writing;

/// <summary>
/// Names fields whose parameters have names already: after the last word of their path, and where several fields have the same, after what
/// tells their paths apart.
/// </summary>
internal static class PathNames
{
    /// <summary>For each group of operations the name of its field; null where none of its parameters has a name.</summary>
    public static string?[] Of(IReadOnlyList<IReadOnlyList<Use>> groups)
    {
        string[]?[] paths = [.. groups.Select(First)];
        var alike = paths.OfType<string[]>().GroupBy(Last)
            .ToDictionary(group => group.Key, group => group.DistinctBy(path => string.Join(".", path)).ToList());
        string?[] names = [.. paths.Select((path, i) => path is null ? null
            : alike[Last(path)] is { Count: > 1 } others ? Apart(path, others, IsBeginning(groups[i], path)) : Last(path))];
        // Different words of different paths may tell both apart from others, and not from each other.
        var same = paths.Zip(names).Where(pair => pair.First is not null).GroupBy(pair => pair.Second)
            .Where(group => group.DistinctBy(pair => string.Join(".", pair.First!)).Count() > 1).Select(group => group.Key).ToHashSet();
        return [.. names.Select((name, i) => same.Contains(name) && name is not null ? string.Join("_", paths[i]!) : name)];
    }

    /// <summary>What the numbers of a sequence stand behind; null where the field is no sequence.</summary>
    public static string? Prefix(IReadOnlyList<Use> group)
    {
        if (First(group) is not { } path || !NameHierarchy.IsNumber(path[^1])) return null;
        bool isSingle = group.Count(use => use.HasParameters && use.Wanted is not null) == 1 && !group.Any(use => use.Block is not null);
        return isSingle && path.Length > 1 ? null : string.Join(".", path.SkipLast(1));
    }

    private static string[]? First(IReadOnlyList<Use> group) =>
        group.FirstOrDefault(use => use.HasParameters && use.Wanted is not null)?.Wanted!.Split('.');

    private static string Last(string[] path) => path.LastOrDefault(segment => !NameHierarchy.IsNumber(segment)) ?? "layers";

    /// <summary>Whether the field holds the first elements of a sequence, which has its name then.</summary>
    private static bool IsBeginning(IReadOnlyList<Use> group, string[] path) =>
        path[^1] == "0" && group.Count(use => use.HasParameters && use.Wanted is not null) > 1;

    /// <summary>The segments that not all paths have in the same place, from the front or from the back.</summary>
    private static string Apart(string[] path, List<string[]> others, bool isBeginning)
    {
        int shortest = others.Min(other => other.Length), front = 0, back = 0;
        while (front < shortest && others.TrueForAll(other => other[front] == path[front])) front++;
        while (back < shortest - front && others.TrueForAll(other => other[^(back + 1)] == path[^(back + 1)])) back++;
        string[] own = path[front..^back];
        string word = string.Join("_", own.Where(segment => !NameHierarchy.IsNumber(segment)));
        if (word.Length == 0) word = Last(path);
        string number = isBeginning ? "" : string.Join("_", own.Where(NameHierarchy.IsNumber));
        return number.Length > 0 && char.IsAsciiDigit(word[^1]) ? $"{word}_{number}" : word + number;
    }
}
