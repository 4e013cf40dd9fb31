namespace Fusion;

/// <summary>
/// A simple recurrent layer over a sequence, as PyTorch's <c>nn.RNN</c>: (L, C) to (L, hidden), the state behind each step;
/// (L, 2 · hidden) in both directions. <c>x[^1..]</c> is the last step. Parameters of layer k: <c>weight_ih_lk</c>
/// [hidden, C], <c>weight_hh_lk</c> [hidden, hidden], <c>bias_ih_lk</c> and <c>bias_hh_lk</c> [hidden]; in a layer of both directions also
/// those with <c>_reverse</c> behind.
/// </summary>
/// <remarks>
/// <c>h' = tanh(W x + b + U h + c)</c>. The state before the first step is 0. Elman, "Finding Structure in Time", 1990.
/// </remarks>
/// <example>
/// <code>
/// [FusedNetwork(100, 8)]
/// public partial class Steps
/// {
///     [Rnn(64)]      Layer rnn;
///     [Linear(10)]   Layer head;
///
///     // Of the last step.
///     Tensor Forward(Tensor x) => head(rnn(x)[^1..]);
/// }
/// </code>
/// </example>
public sealed class RnnAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="hidden">The numbers of the state. An <see cref="int"/> or an expression string.</param>
    public RnnAttribute(object hidden) => Hidden = hidden;

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
