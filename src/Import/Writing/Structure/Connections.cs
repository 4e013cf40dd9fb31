namespace Fusion.Import.Writing.Structure;

/// <summary>
/// Finds the parts of a network in its connections, where names do not tell them: what lies between a value and the sum or concatenation
/// that joins it again, and runs of layers that are like the inside of such a part.
/// </summary>
internal sealed class Connections
{
    private const int MostOperations = 40;

    private readonly Flow _flow;
    private readonly IReadOnlyList<Use> _uses;
    private readonly bool[] _isTaken;
    private readonly List<int[]> _parts = [];

    private Connections(Flow flow)
    {
        _flow = flow;
        _uses = flow.Uses;
        _isTaken = new bool[flow.Uses.Count];
    }

    public static Scope Read(Flow flow)
    {
        var found = new Connections(flow);
        IReadOnlyList<Use> uses = flow.Uses;
        for (int i = 0; i < uses.Count; i++) found.Join(i);
        found.LikeParts();
        var root = new Scope("", null);
        int number = 0;
        foreach (int[] part in found._parts.OrderBy(part => part[0]))
        {
            var scope = new Scope($"part{number++}", root);
            scope.Uses.AddRange(part.Select(i => uses[i]));
            root.Children.Add(scope);
        }

        root.Uses.AddRange(uses.Where((_, i) => !found._isTaken[i]));
        return root;
    }

    /// <summary>Makes a part of what a join closes.</summary>
    private void Join(int join)
    {
        if (!_flow.IsJoin(join)) return;
        SortedSet<int> inside = _flow.Closed(join);
        if (_uses[join].Name == "Concat") AddSqueeze(inside, _flow.Dominator(join));
        for (int? next = _flow.Follower(join); next is { } follower; next = _flow.Follower(follower)) inside.Add(follower);
        int last = inside.Max;
        if (inside.Count > MostOperations || inside.Any(i => _flow.IsUnfit(i) || (i != last && !_flow.IsReadWithin(i, inside)))) return;
        if (!inside.Any(i => _uses[i].HasParameters)) return;
        // What is inside of a greater part goes up in it.
        _parts.RemoveAll(part => part.Any(inside.Contains));
        _parts.Add([.. inside]);
        foreach (int i in inside) _isTaken[i] = true;
    }

    /// <summary>A narrow convolution whose result only the branches read belongs to them.</summary>
    private void AddSqueeze(SortedSet<int> inside, int start)
    {
        int first = start;
        while (first >= 0 && !_isTaken[first] && _uses[first] is { Inputs.Count: 1 } use && (IsSticky(use) || use.IsNorm)
            && _flow.IsReadWithin(first, [.. inside, start])) first = _flow.Producer(use.Inputs[0]);
        bool isSqueeze = first >= 0 && !_isTaken[first] && _uses[first].Name == "Conv" && _uses[first].Argument("kernel") is 1
            && _flow.IsReadWithin(start, inside);
        for (int i = first; isSqueeze && i <= start; i++)
            if (i == start || _flow.Dominator(i + 1) >= first) inside.Add(i);
    }

    /// <summary>Runs of layers with the operations of a residual part, of which the sizes did not allow a shortcut.</summary>
    private void LikeParts()
    {
        var patterns = _parts.Where(part => _uses[part[^1]].Name == "Add").Select(part => part.SkipLast(1).Select(KindOf).ToList())
            .Where(pattern => pattern.Count(kind => kind is "Conv" or "Pointwise" or "DepthwiseConv") >= 2).Distinct(new SequenceComparer())
            .OrderByDescending(pattern => pattern.Count).ToList();
        for (int i = 0; i < _uses.Count; i++)
        {
            foreach (List<string> pattern in patterns)
            {
                if (Run(i, pattern) is not { } run) continue;
                _parts.Add(run);
                foreach (int taken in run) _isTaken[taken] = true;
                break;
            }
        }
    }

    private int[]? Run(int start, List<string> pattern)
    {
        var run = new List<int>();
        int at = start;
        foreach (string kind in pattern)
        {
            if (at < 0 || _isTaken[at] || KindOf(at) != kind || _uses[at].Inputs.Count != 1) return null;
            run.Add(at);
            at = _flow.OnlyReader(at) ?? -1;
        }

        return [.. run];
    }

    private string KindOf(int use) => IsSticky(_uses[use]) ? "Activation"
        : _uses[use].Name == "Conv" && _uses[use].Argument("kernel") is 1 ? "Pointwise" : _uses[use].Name;

    private static bool IsSticky(Use? use) => use is { HasParameters: false } && ActivationTable.Names.Contains(use.Name);

    private sealed class SequenceComparer : IEqualityComparer<List<string>>
    {
        public bool Equals(List<string>? x, List<string>? y) => x!.SequenceEqual(y!);

        public int GetHashCode(List<string> pattern) => pattern.Count;
    }
}
