namespace Fusion.Import.Writing.Spelling;

/// <summary>Says <c>Split(x, 2)[1]</c> where a value is cut into equal parts and each of them is read.</summary>
internal static class EqualParts
{
    public static IEnumerable<Use> Spell(IReadOnlyList<Use> uses)
    {
        var parts = uses.Where(use => Cut(use) is not null).GroupBy(use => use.Inputs[0])
            .ToDictionary(group => group.Key, group => group.Select(use => Cut(use)!.Value).Distinct().Order().ToList());
        return uses.Select(use =>
        {
            if (Cut(use) is not { } own || parts[use.Inputs[0]] is not { Count: > 1 } all || use.InputChannels != all.Count * own.Count
                || !all.SequenceEqual(Enumerable.Range(0, all.Count).Select(part => (part * own.Count, own.Count)))) return use;
            return use with { Name = "Split", Slots = [new Slot("parts", all.Count)], Part = own.Start / own.Count };
        });
    }

    private static (int Start, int Count)? Cut(Use use) => use is { Name: "Slice", Inputs.Count: 1 }
        && use.Argument("start") is int start && use.Argument("count") is int count ? (start, count) : null;
}
