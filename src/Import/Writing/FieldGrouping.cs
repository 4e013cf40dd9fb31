namespace Fusion.Import.Writing;

/// <summary>Shares operations out to fields: a run of operations whose values are read once becomes layers, one for each convolution or
/// linear layer with what belongs to it.</summary>
internal static class FieldGrouping
{
    private static readonly HashSet<string> s_leading =
        ["GlobalAveragePool", "GlobalMaxPool", "GlobalSumPool", "Flatten", "Mean", "Reshape", "Upsample", "Resize", "Pad", "PixelShuffle"];

    /// <summary>The operations in groups, in an order in which these can run.</summary>
    /// <param name="uses">The operations of a class, each behind those that it reads.</param>
    /// <param name="outputs">What is read from outside.</param>
    public static IReadOnlyList<IReadOnlyList<Use>> Group(IReadOnlyList<Use> uses, IReadOnlyList<int> inputs, IReadOnlyList<int> outputs)
    {
        var readers = uses.SelectMany(use => use.Inputs).Concat(outputs).GroupBy(value => value)
            .ToDictionary(group => group.Key, group => group.Count());
        var shared = uses.Where(use => use.HasParameters).GroupBy(use => use.Parameters[0].Name).Where(group => group.Count() > 1)
            .Select(group => group.Key).ToHashSet();
        var runs = new List<List<Use>>();
        var open = new Dictionary<int, List<Use>>();
        foreach (Use use in uses)
        {
            if (IsLink(use) && use.Inputs.Count == 1 && open.Remove(use.Inputs[0], out List<Use>? run)) run.Add(use);
            else runs.Add(run = [use]);
            if (IsLink(use) && readers.GetValueOrDefault(use.Result) == 1 && !outputs.Contains(use.Result)) open[use.Result] = run;
        }

        bool isWhole = runs.Count == 1 && inputs.Count == 1 && runs[0][0].Inputs is [var first] && first == inputs[0];
        return [.. runs.SelectMany(run => Cut(run, isWhole))];

        bool IsLink(Use use) => use.CanBeLayer && !(use.HasParameters && shared.Contains(use.Parameters[0].Name));
    }

    /// <summary>Whether a group stands on a field; the others are functions.</summary>
    public static bool IsField(IReadOnlyList<Use> group, bool isWhole) =>
        group.Count > 1 || group[0].HasParameters || group[0].Block is not null || isWhole || !group[0].CanBeFunction;

    private static IEnumerable<IReadOnlyList<Use>> Cut(List<Use> run, bool isWhole)
    {
        // What comes before the first operation with parameters is a function, where it can be one and no layer begins with it.
        int start = 0;
        int first = run.FindIndex(use => use.HasParameters || use.Block is not null);
        if (!isWhole)
        {
            int end = first < 0 ? run.Count : first;
            while (start < end && run[start].CanBeFunction
                && (first < 0 || !(IsLeading(run[start]) || run[start].Name is "MaxPool" or "AveragePool"))) yield return [run[start++]];
        }

        var group = new List<Use>();
        for (int i = start; i < run.Count; i++)
        {
            if (Sequence(run, i) is { } sequence && group.Count > 0 && group.Any(use => use.HasParameters))
            {
                if (Container(group.Last(use => use.HasParameters)) == sequence)
                {
                    group.Add(run[i]);
                    continue;
                }
            }

            bool hasLayer = group.Any(use => use.IsLayer), comesLayer = run.Skip(i).Any(use => use.IsLayer);
            bool begins = run[i].IsLayer && hasLayer
                || IsLeading(run[i]) && hasLayer && comesLayer
                || run[i].Name is "GlobalAveragePool" && hasLayer && group.Any(use => use.Block is not null)
                || run[i].IsNorm && comesLayer && group.Any(use => use.IsNorm || !use.HasParameters) && hasLayer;
            if (run[i] is { Wanted: not null, HasParameters: true } named && group.Any(use => use.HasParameters))
                begins = !(named.IsNorm && Container(named) is null
                    && group.Last(use => use.HasParameters).Name is "Conv" or "DepthwiseConv");
            if (run[i] is { Block: { } block, Wanted: null } && group.LastOrDefault(use => use.IsLayer)?.Block is { } before)
                begins = before != block || group[^1].Name is "MaxPool" or "AveragePool"
                    || run[i].Slots.Any(slot => slot is { Name: "stride", Value: > 1 });
            if (begins)
            {
                yield return group;
                group = [];
            }

            group.Add(run[i]);
        }

        if (group.Count > 0) yield return group;
    }

    private static bool IsLeading(Use use) => s_leading.Contains(use.Name);

    /// <summary>The sequence whose numbered part a use is; null where it has a name of its own.</summary>
    private static string? Container(Use use)
    {
        if (use.Wanted is not { } path) return null;
        int dot = path.LastIndexOf('.');
        return path[(dot + 1)..].All(char.IsAsciiDigit) ? path[..Math.Max(0, dot)] : null;
    }

    /// <summary>The same of a use without parameters that stands between two parts of one.</summary>
    private static string? Sequence(List<Use> run, int at)
    {
        if (run[at].HasParameters) return Container(run[at]);
        int before = run.FindLastIndex(at, use => use.HasParameters), behind = run.FindIndex(at, use => use.HasParameters);
        return before >= 0 && behind >= 0 && Container(run[before]) == Container(run[behind]) ? Container(run[before]) : null;
    }
}
