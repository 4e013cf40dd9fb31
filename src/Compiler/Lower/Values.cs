namespace Fusion.Compiler.Lower;

/// <summary>A tensor of the graph, as a value of an expression: the id of its node.</summary>
internal sealed record TensorValue(int Node)
{
    /// <summary>As messages call it.</summary>
    public override string ToString() => "a tensor (its sizes are numbers: x.Channels, x.Height, x.Width)";
}

/// <summary>Several values: the parts of a <c>Split</c>, or a tuple that is not all whole numbers.</summary>
internal sealed record Several(EquatableArray<object> Items);

/// <summary>
/// The value of what is wrong. What is computed from it is unknown as well, and no mistake of its own: so lowering goes on after a mistake
/// and finds the
/// next one, without those that only follow from the first.
/// </summary>
internal sealed class UnknownValue
{
    private UnknownValue()
    {
    }

    public static UnknownValue Instance { get; } = new();
}
