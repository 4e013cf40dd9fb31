using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>A tensor of the graph, as a value of an expression: the id of its node.</summary>
internal sealed record TensorValue(int Node)
{
    /// <summary>As messages call it.</summary>
    public override string ToString() => "a tensor (its sizes are numbers: x.Channels, x.Height, x.Width)";
}

/// <summary>
/// Several values: an array, whose elements may be assigned, or a tuple that is not all whole numbers. Two names of an array are names of
/// one array, as in C#.
/// </summary>
internal sealed class Several(IEnumerable<object> items)
{
    public IList<object> Items { get; } = items.ToArray();
}

/// <summary>A layer as a value.</summary>
/// <param name="Element">Which one of an array of layers it is; null where the field is one layer.</param>
internal sealed record LayerValue(LayerSpec Layer, int? Element);

/// <summary>An element of an array that nobody has assigned yet.</summary>
internal sealed class UnassignedValue
{
    private UnassignedValue()
    {
    }

    public static UnassignedValue Instance { get; } = new();
}

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
