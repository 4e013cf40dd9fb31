namespace Fusion;

/// <summary>
/// Self-attention with projections, as PyTorch's <c>nn.MultiheadAttention</c>: (L, C) or (H, W, C), whose positions are tokens, to the same
/// shape. Parameters: <c>in_proj_weight</c> [3 C, C], <c>in_proj_bias</c> [3 C], <c>out_proj.weight</c> [C, C] and <c>out_proj.bias</c>
/// [C].
/// </summary>
/// <remarks>
/// <c>y = concat(softmax(Qₕ Kₕᵀ / √(C / heads)) Vₕ) Wₒᵀ + bₒ</c>, where (Q, K, V) is <c>x Wᵀ + b</c> cut into three, and each of them into
/// heads. Vaswani et al., "Attention Is All You Need", 2017.
/// </remarks>
/// <example>
/// <code>
/// [LayerNorm, MultiHeadAttention(4)]   Layer attn;
/// </code>
/// </example>
public sealed class MultiHeadAttentionAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="heads">The number of heads, which divides C. An <see cref="int"/> or an expression string.</param>
    public MultiHeadAttentionAttribute(object heads) => Heads = heads;

    /// <summary>The number of heads, which divides C. An <see cref="int"/> or an expression string.</summary>
    public object Heads { get; }

    /// <summary>Whether the projections have biases; true where it is not given. A <see cref="bool"/> or an expression string.</summary>
    public object? Bias { get; set; }

    /// <summary>Whether a token sees no later one; false where it is not given. A <see cref="bool"/> or an expression string.</summary>
    public object? Causal { get; set; }
}
