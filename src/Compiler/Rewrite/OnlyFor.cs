namespace Fusion.Compiler.Rewrite;

/// <summary>The entry of a pass that only one target wants.</summary>
/// <param name="Target">The target's name, as its folders are called.</param>
public sealed record OnlyFor(string Target, IRewritePass Pass) : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes) => Pass.Apply(graph, notes);
}
