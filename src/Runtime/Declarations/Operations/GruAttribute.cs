namespace Fusion;

/// <summary>
/// Gated recurrent units over a sequence, as PyTorch's <c>nn.GRU</c>: (L, C) to (L, hidden), the state behind each step;
/// (L, 2 · hidden) in both directions. <c>x[^1..]</c> is the last step. Parameters of layer k: <c>weight_ih_lk</c>
/// [3 · hidden, C], <c>weight_hh_lk</c> [3 · hidden, hidden], <c>bias_ih_lk</c> and <c>bias_hh_lk</c> [3 · hidden]; in a layer of both
/// directions also those with <c>_reverse</c> behind.
/// </summary>
/// <remarks>
/// <c>r = σ(Wᵣ x + bᵣ + Uᵣ h + cᵣ)</c>, <c>z = σ(W_z x + b_z + U_z h + c_z)</c>, <c>n = tanh(Wₙ x + bₙ + r (Uₙ h + cₙ))</c>,
/// <c>h' = (1 − z) n + z h</c>; the parameters have (r, z, n) one below the other. The state before the first step is 0. Cho et al.,
/// "Learning Phrase Representations using RNN Encoder–Decoder", 2014.
/// </remarks>
/// <example>
/// <code>
/// [FusedNetwork(100, 8)]
/// public partial class Steps
/// {
///     [Gru(64, Layers = 2)]   Layer gru;
///     [Linear(10)]          Layer head;
///
///     // Of the last step.
///     Tensor Forward(Tensor x) => head(gru(x)[^1..]);
/// }
/// </code>
/// </example>
public sealed class GruAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="hidden">The numbers of the state. An <see cref="int"/> or an expression string.</param>
    public GruAttribute(object hidden) => Hidden = hidden;

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
