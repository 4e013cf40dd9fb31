namespace Fusion;

// Products of values.
public static partial class Ops
{
    /// <summary>The product of two matrices, or of as many as the dimensions before the last two count.</summary>
    /// <param name="a">(…, M, K); with <paramref name="transposeA"/> (…, K, M). A value (K) is one row.</param>
    /// <param name="b">(…, K, N); with <paramref name="transposeB"/> (…, N, K). A value (K) is one column. One side may have two dimensions
    /// only, and then serves all matrices of the other.</param>
    /// <param name="transposeA">Whether the last two dimensions of <paramref name="a"/> are exchanged first.</param>
    /// <param name="transposeB">The same of <paramref name="b"/>.</param>
    /// <param name="scale">What the product is multiplied by.</param>
    /// <returns>(…, M, N): <c>y[m, n] = scale · Σ a[m, k] · b[k, n]</c>.</returns>
    public static Tensor MatMul(Tensor a, Tensor b, bool transposeA = false, bool transposeB = false, double scale = 1) =>
        throw Declaration.NotExecutable();

    /// <summary>How the channels go together over all positions.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="normalize">What the sums are divided by.</param>
    /// <returns>(C, C): <c>xᵀ x</c>.</returns>
    public static Tensor Gram(Tensor x, GramNormalization normalize = GramNormalization.None) => throw Declaration.NotExecutable();

    /// <summary>The dimensions in another order.</summary>
    /// <param name="x">(…, C), with two dimensions or more.</param>
    /// <param name="axes">The input's dimensions in the order of the result, counted from 0; none to exchange the last two.</param>
    /// <returns>Dimension i is dimension axes[i] of the input; (L, C) becomes (C, L).</returns>
    public static Tensor Transpose(Tensor x, params int[] axes) => throw Declaration.NotExecutable();

    /// <summary>Positions along the first dimension, by their numbers.</summary>
    /// <param name="x">(L, …).</param>
    /// <param name="indices">The numbers, counted from 0, in any order and as often as they are named.</param>
    /// <returns>(n, …): <c>y[i] = x[indices[i]]</c>.</returns>
    public static Tensor Gather(Tensor x, params int[] indices) => throw Declaration.NotExecutable();

    /// <summary>Message passing over a graph: each node gets the sum of its neighbours' channels. With a linear layer in front of it this
    /// is PyTorch Geometric's <c>DenseGCNConv</c>, as in <c>Relu(Propagate(lin(x), adjacency, GraphNormalization.Symmetric, selfLoops:
    /// true))</c>.</summary>
    /// <param name="x">The nodes: (N, C).</param>
    /// <param name="adjacency">(N, N), not negative: in row i and column j the weight of what node i gets of node j, 0 where there is no
    /// edge. An input of the network as any other, or a <c>[Parameter]</c>.</param>
    /// <param name="normalize">What the sums are multiplied by.</param>
    /// <param name="selfLoops">Whether each node also gets itself: the adjacency matrix is A + I.</param>
    /// <returns>(N, C): <c>y[i] = Σ a[i, j] · x[j]</c>, over d[i] for the mean, each term over √(d[i] d[j]) for the symmetric form, where d
    /// has the sums of the rows of a. A node without neighbours gets 0.</returns>
    public static Tensor Propagate(
        Tensor x, Tensor adjacency, GraphNormalization normalize = GraphNormalization.None, bool selfLoops = false) =>
        throw Declaration.NotExecutable();

    /// <summary>Scaled dot product attention, whose tokens are positions. Vaswani et al., "Attention Is All You Need", 2017.</summary>
    /// <param name="q">Queries: (L, C) or (H, W, C).</param>
    /// <param name="k">Keys: (S, C), or more dimensions with as many positions.</param>
    /// <param name="v">Values: (S, D), or more dimensions with as many positions.</param>
    /// <param name="heads">Shares of the channels, each of which attends by itself; divides C and D.</param>
    /// <param name="causal">Whether a query sees no key of a later position. Its value has the weight 0, as in PyTorch: of NaN and infinity
    /// that makes NaN.</param>
    /// <param name="mask">Added before the softmax: (L, S), or (S) for all queries; 0 where a query sees a key, a large negative number
    /// where it does not.</param>
    /// <returns>The queries' positions with the values' channels: <c>softmax(Qₕ Kₕᵀ / √(C / heads) + mask) Vₕ</c>, head by
    /// head.</returns>
    public static Tensor Attention(Tensor q, Tensor k, Tensor v, int heads = 1, bool causal = false, Tensor? mask = null) =>
        throw Declaration.NotExecutable();

    /// <summary>The same with a scale of its own.</summary>
    /// <param name="q">Queries: (L, C) or (H, W, C).</param>
    /// <param name="k">Keys: (S, C), or more dimensions with as many positions.</param>
    /// <param name="v">Values: (S, D), or more dimensions with as many positions.</param>
    /// <param name="heads">Shares of the channels, each of which attends by itself; divides C and D.</param>
    /// <param name="scale">What products of queries and keys are multiplied by, in the place of 1 / √(C / heads).</param>
    /// <param name="causal">Whether a query sees no key of a later position. Its value has the weight 0, as in PyTorch: of NaN and infinity
    /// that makes NaN.</param>
    /// <param name="mask">Added before the softmax: (L, S), or (S) for all queries.</param>
    /// <returns>The queries' positions with the values' channels.</returns>
    public static Tensor Attention(Tensor q, Tensor k, Tensor v, int heads, double scale, bool causal = false, Tensor? mask = null) =>
        throw Declaration.NotExecutable();
}
