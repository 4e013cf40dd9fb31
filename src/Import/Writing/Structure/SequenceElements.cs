namespace Fusion.Import.Writing.Structure;

/// <summary>
/// An element of a sequence is given one value and gives one. So what joins its result with its input, a shortcut without parameters or the
/// half of the channels that passes by, is its own, though no name says so.
/// </summary>
internal sealed class SequenceElements
{
    private readonly Flow _flow;
    private readonly Dictionary<Use, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly Scope[] _owners;

    private SequenceElements(Flow flow, Scope root)
    {
        _flow = flow;
        for (int i = 0; i < flow.Uses.Count; i++) _numbers[flow.Uses[i]] = i;
        _owners = new Scope[flow.Uses.Count];
        Own(root);
    }

    public static void Complete(Scope root, Flow flow)
    {
        var elements = new SequenceElements(flow, root);
        for (int use = 0; use < flow.Uses.Count; use++)
            if (flow.IsJoin(use)) elements.Close(use);
    }

    private void Own(Scope scope)
    {
        foreach (Use use in scope.Uses) _owners[_numbers[use]] = scope;
        foreach (Scope child in scope.Children) Own(child);
    }

    /// <summary>Moves a join, and what of its inputs has no parameters, into the element whose layers are between.</summary>
    private void Close(int join)
    {
        SortedSet<int> inside = _flow.Closed(join);
        if (inside.Any(use => _flow.IsUnfit(use) || (use != join && !_flow.IsReadWithin(use, inside)))) return;
        var layers = inside.Where(use => _flow.Uses[use].HasParameters).ToList();
        if (layers.Count == 0) return;
        Scope? element = _owners[layers[0]].AndParents.SkipWhile(scope => !layers.TrueForAll(layer => scope.Contains(_owners[layer])))
            .FirstOrDefault(IsElement);
        if (element is null || element.All.Any(use => use.HasParameters && !inside.Contains(_numbers[use]))) return;
        for (int? next = _flow.Follower(join); next is { } follower; next = _flow.Follower(follower)) inside.Add(follower);
        foreach (int use in inside.Where(use => !element.Contains(_owners[use])))
        {
            _owners[use].Uses.Remove(_flow.Uses[use]);
            element.Uses.Add(_flow.Uses[use]);
            _owners[use] = element;
        }
    }

    private static bool IsElement(Scope scope) => NameHierarchy.IsNumber(scope.Path[(scope.Path.LastIndexOf('.') + 1)..])
        && scope.Path.Length > 0;
}
