namespace Fusion;

/// <summary>min(max(slope · x + offset, 0), 1): (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// // As in PaddlePaddle and Keras.
/// [Conv(32, 1), HardSigmoid(Slope = 0.2)]   Layer gate;
/// </code>
/// </example>
public sealed class HardSigmoidAttribute : OperationAttribute
{
    /// <summary>The slope; 1/6 as in PyTorch where it is not given (PaddlePaddle and Keras use 0.2). A number or an expression
    /// string.</summary>
    public object? Slope { get; set; }

    /// <summary>The value at zero; 0.5 where it is not given. A number or an expression string.</summary>
    public object? Offset { get; set; }
}
