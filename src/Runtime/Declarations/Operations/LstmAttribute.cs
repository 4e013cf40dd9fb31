namespace Fusion;

/// <summary>
/// Long short-term memory over a sequence, as PyTorch's <c>nn.LSTM</c>: (L, C) to (L, hidden), the state behind each step;
/// (L, 2 · hidden) in both directions. <c>x[^1..]</c> is the last step. Parameters of layer k: <c>weight_ih_lk</c>
/// [4 · hidden, C], <c>weight_hh_lk</c> [4 · hidden, hidden], <c>bias_ih_lk</c> and <c>bias_hh_lk</c> [4 · hidden]; in a layer of both
/// directions also those with <c>_reverse</c> behind.
/// </summary>
/// <remarks>
/// <c>(i, f, g, o) = W x + b + U h + c</c>, the cell <c>m' = σ(f) m + σ(i) tanh(g)</c> and the state <c>h' = σ(o) tanh(m')</c>; the
/// parameters have (i, f, g, o) one below the other. State and cell before the first step are 0. Hochreiter and Schmidhuber, "Long
/// Short-Term Memory", 1997; the forget gate of Gers et al., 2000.
/// </remarks>
/// <example>
/// <code>
/// [FusedNetwork(100, 8)]
/// public partial class Steps
/// {
///     [Lstm(64, Layers = 2)]   Layer lstm;
///     [Linear(10)]          Layer head;
///
///     // Of the last step.
///     Tensor Forward(Tensor x) => head(lstm(x)[^1..]);
/// }
/// </code>
/// </example>
public sealed class LstmAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="hidden">The numbers of the state. An <see cref="int"/> or an expression string.</param>
    public LstmAttribute(object hidden) => Hidden = hidden;

    /// <summary>The numbers of the state. An <see cref="int"/> or an expression string.</summary>
    public object Hidden { get; }

    /// <summary>Layers, of which each reads the states of the one before; 1 where it is not given. An <see cref="int"/> or an expression
    /// string.</summary>
    public object? Layers { get; set; }

    /// <summary>Whether there are biases; true where it is not given. A <see cref="bool"/> or an expression string.</summary>
    public object? Bias { get; set; }

    /// <summary>Whether each layer has a second state, which begins with the last position, beside the first; false where it is not given.
    /// A <see cref="bool"/> or an expression string.</summary>
    public object? Bidirectional { get; set; }

    /// <summary>Whether the only state begins with the last position; false where it is not given. A <see cref="bool"/> or an expression
    /// string.</summary>
    public object? Reverse { get; set; }
}
