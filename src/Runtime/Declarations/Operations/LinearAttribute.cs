namespace Fusion;

/// <summary>A linear map of the channels: (…, C) to (…, outputs). Parameters: <c>weight</c> [outputs, C] and <c>bias</c>
/// [outputs].</summary>
/// <remarks><c>y[p, o] = bias[o] + Σ weight[o, i] · x[p, i]</c>, over the channels i, at every position p alike.</remarks>
/// <example>
/// <code>
/// [Flatten, Linear(64), Relu, Linear(10)]   Layer head;
/// </code>
/// </example>
public sealed class LinearAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="outputs">The number of output channels. An <see cref="int"/> or an expression string.</param>
    public LinearAttribute(object outputs) => Outputs = outputs;

    /// <summary>The number of output channels. An <see cref="int"/> or an expression string.</summary>
    public object Outputs { get; }

    /// <summary>Whether outputs have a bias; exactly when no batch normalisation follows, where it is not given. A <see cref="bool"/> or an
    /// expression string.</summary>
    public object? Bias { get; set; }
}
