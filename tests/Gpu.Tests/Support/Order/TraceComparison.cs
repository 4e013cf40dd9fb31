namespace Fusion.Gpu.Tests.Support.Order;

/// <summary>Compares the traces of two graphs: whether every path through one has its like in the other.</summary>
/// <remarks>
/// Loads may change places with each other. So the traces are compared once for each kind of load, with all stores and barriers, and
/// without the other loads: two sequences can be turned into each other by exchanging neighbouring loads exactly where all of these are
/// equal. The graphs are automata; each pair of sets of places that one trace leads to is looked at once.
/// </remarks>
internal static class TraceComparison
{
    /// <summary>Where they differ, with the shortest trace up to there; null where they do not.</summary>
    public static string? Difference(EventGraph intended, EventGraph found)
    {
        MemoryEvent[] events = [.. intended.Events.Concat(found.Events).Distinct().OrderBy(one => one.Text, StringComparer.Ordinal)];
        MemoryEvent[] loads = [.. events.Where(one => one.IsLoad)];
        if (loads.Length == 0) return Difference(intended, found, one => true);
        foreach (MemoryEvent load in loads)
            if (Difference(intended, found, one => !one.IsLoad || one == load) is { } difference) return difference;
        return null;
    }

    private static string? Difference(EventGraph intended, EventGraph found, Func<MemoryEvent, bool> isSeen)
    {
        var seen = new HashSet<(string, string)>();
        var open = new Queue<(HashSet<int> Intended, HashSet<int> Found, IReadOnlyList<MemoryEvent> Trace)>();
        open.Enqueue((intended.Closure([intended.Start], isSeen), found.Closure([found.Start], isSeen), []));
        while (open.TryDequeue(out var pair))
        {
            if (!seen.Add((Key(pair.Intended), Key(pair.Found)))) continue;
            Dictionary<MemoryEvent, List<int>> expected = intended.Next(pair.Intended, isSeen), actual = found.Next(pair.Found, isSeen);
            bool mayEnd = intended.IsEnd(pair.Intended), ends = found.IsEnd(pair.Found);
            if (mayEnd != ends || !expected.Keys.ToHashSet().SetEquals(actual.Keys))
                return $"after [{string.Join(", ", pair.Trace)}], {Describe(expected.Keys, mayEnd)} was intended, and " +
                    $"{Describe(actual.Keys, ends)} was found";
            foreach ((MemoryEvent happens, List<int> targets) in expected)
                open.Enqueue((intended.Closure(targets, isSeen), found.Closure(actual[happens], isSeen), [.. pair.Trace, happens]));
        }
        return null;
    }

    private static string Key(HashSet<int> places) => string.Join(',', places.Order());

    private static string Describe(IEnumerable<MemoryEvent> events, bool mayEnd) =>
        string.Join(" or ", events.Select(one => one.Text).Concat(mayEnd ? ["the end"] : []).Order(StringComparer.Ordinal));
}
