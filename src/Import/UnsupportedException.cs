namespace Fusion.Import;

/// <summary>The model uses what is not supported. The message names all of it, once each, with the nodes.</summary>
public sealed class UnsupportedException : ImportException
{
    private const int MostNamed = 3;

    public UnsupportedException(IReadOnlyList<UnsupportedNode> nodes) : base(Text(nodes)) => Nodes = nodes;

    /// <summary>The model as a whole, and no node of it, is not supported.</summary>
    public UnsupportedException(string message, Exception? inner = null) : base(message, inner!) => Nodes = [];

    public IReadOnlyList<UnsupportedNode> Nodes { get; }

    private static string Text(IReadOnlyList<UnsupportedNode> nodes) =>
        $"The model can't be imported: {Count(nodes.Count, "node")} of it {(nodes.Count == 1
            ? "is not supported, or does not fit its inputs."
            : "are not supported, or do not fit their inputs.")}{Lines(nodes)}";

    /// <summary>A line for each operator and reason.</summary>
    internal static string Lines(IReadOnlyList<UnsupportedNode> nodes) =>
        string.Concat(nodes.GroupBy(node => (node.Operator, node.Reason)).OrderByDescending(group => group.Count())
            .Select(group => $"\n  {group.Count()} x {group.Key.Operator}: {group.Key.Reason} "
                + $"({string.Join(", ", group.Take(MostNamed).Select(node => node.Name))}{(group.Count() > MostNamed ? ", …" : "")})"));

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}

/// <summary>A node that is not supported.</summary>
/// <param name="Name">The node's name, or that of its first result.</param>
/// <param name="Reason">Why, as a part of a sentence.</param>
public sealed record UnsupportedNode(string Operator, string Name, string Reason)
{
    /// <summary>Whether it works across the batch: one sample alone can be computed.</summary>
    public bool IsAcrossBatch { get; init; }
}
