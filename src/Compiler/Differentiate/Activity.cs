namespace Fusion.Compiler.Differentiate;

/// <summary>
/// Which values anything that is trained has a part in. Only their gradients are computed: nothing below a frozen layer, no data gradient
/// of the first.
/// </summary>
internal sealed class Activity
{
    private readonly HashSet<int> _active = [];
    private readonly Func<string, bool> _isTrained;

    /// <param name="nodes">The forward pass.</param>
    /// <param name="isTrained">Whether the parameter of that name is trained.</param>
    /// <param name="wanted">Inputs whose gradients are asked for, too.</param>
    public Activity(IReadOnlyList<Node> nodes, Func<string, bool> isTrained, IReadOnlyCollection<int> wanted)
    {
        _isTrained = isTrained;
        foreach (Node node in nodes)
        {
            bool own = node.Operation.Parameters([.. node.Inputs.Select(id => nodes[id].Shape)])
                .Any(parameter => parameter.IsCounted && isTrained(parameter.Name));
            if (own || wanted.Contains(node.Id) || node.Inputs.Any(_active.Contains)) _active.Add(node.Id);
        }
    }

    public bool Contains(int node) => _active.Contains(node);

    public bool Trains(string parameter) => _isTrained(parameter);
}
