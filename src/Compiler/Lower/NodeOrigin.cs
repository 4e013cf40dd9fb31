namespace Fusion.Compiler.Lower;

/// <summary>Where a node was declared.</summary>
/// <param name="Expression">The attribute or expression, in the declaration that <paramref name="Frame"/> expands.</param>
/// <param name="Use">The how many-th operation that was applied: the nodes of one operation have it in common.</param>
internal sealed record NodeOrigin(Frame Frame, int Expression, int Use)
{
    /// <summary>
    /// Whether two nodes come from one attribute of one use of a block, applied twice: that is how a declaration says that weights are
    /// shared.
    /// </summary>
    public bool IsSameLayer(NodeOrigin other) => Use != other.Use && Expression == other.Expression && Frame.IsSamePlace(other.Frame);
}
