namespace Fusion.Tool.Weights.Pickle;

/// <summary>A list or a set of Python.</summary>
internal sealed class PickleList
{
    public List<object?> Items { get; } = [];
}

/// <summary>A dict of Python, also an OrderedDict, with its entries in order; a later one of the same key replaces an earlier.</summary>
internal sealed class PickleDict
{
    public List<KeyValuePair<object?, object?>> Entries { get; } = [];
}

/// <summary>A tuple of Python.</summary>
internal sealed class PickleTuple(IReadOnlyList<object?> items)
{
    public IReadOnlyList<object?> Items { get; } = items;
}

/// <summary>What a pickle names and may call, in its module: <c>collections</c>, <c>OrderedDict</c>.</summary>
internal sealed record PickleGlobal(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>A value that nobody here needs, such as a device or a random number's type.</summary>
internal sealed record Unneeded(string What);
