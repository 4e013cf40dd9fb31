namespace Fusion;

/// <summary>How <see cref="Ops.Propagate"/> weighs what a node gets. d is the sum of a node's row of the adjacency matrix, with 1 more
/// where there are self-loops.</summary>
public enum GraphNormalization
{
    /// <summary>The sum of the neighbours, as GIN takes it (Xu et al., arXiv 1810.00826).</summary>
    None,

    /// <summary>Their mean, the sum over d: GraphSAGE (Hamilton et al., arXiv 1706.02216).</summary>
    Mean,

    /// <summary>Each neighbour j of a node i over √(dᵢ dⱼ): GCN (Kipf and Welling, arXiv 1609.02907), PyTorch Geometric's
    /// <c>gcn_norm</c>.</summary>
    Symmetric,
}
