namespace Fusion.Import.Writing.Structure;

/// <summary>
/// An element of a sequence is given one value and gives one. So what joins its result with its input, a shortcut without parameters or the
/// half of the channels that passes by, is its own, though no name says so.
/// </summary>
internal sealed class SequenceElements
{
    private readonly Flow _flow;
    private readonly Dictionary<Use, int> _numbers = new(ReferenceEqualityComparer.Instance);

    private SequenceElements(Flow flow)
    {
        _flow = flow;
        for (int i = 0; i < flow.Uses.Count; i++) _numbers[flow.Uses[i]] = i;
    }

    public static void Complete(Scope root, Flow flow) => new SequenceElements(flow).Visit(root);

    private void Visit(Scope scope)
    {
        foreach (Scope child in scope.Children) Visit(child);
        if (!scope.Children.Exists(IsElement)) return;
        foreach (int use in scope.Uses.Select(use => _numbers[use]).Where(_flow.IsJoin).Order().ToList()) Close(scope, use);
    }

    /// <summary>Moves a join, and what of its inputs has no parameters, into the element that lies between.</summary>
    private void Close(Scope scope, int join)
    {
        SortedSet<int> inside = _flow.Closed(join);
        if (inside.Any(use => _flow.IsUnfit(use) || (use != join && !_flow.IsReadWithin(use, inside)))) return;
        var own = scope.Uses.Where(use => inside.Contains(_numbers[use])).ToList();
        var children = scope.Children.Where(child => child.All.Any(use => inside.Contains(_numbers[use]))).ToList();
        if (children is not [var element] || !IsElement(element) || own.Any(use => use.HasParameters)
            || own.Count + element.All.Count() != inside.Count) return;
        for (int? next = _flow.Follower(join); next is { } follower; next = _flow.Follower(follower)) own.Add(_flow.Uses[follower]);
        foreach (Use use in own.Where(scope.Uses.Remove)) element.Uses.Add(use);
    }

    private static bool IsElement(Scope scope) => NameHierarchy.IsNumber(scope.Path[(scope.Path.LastIndexOf('.') + 1)..]);
}
