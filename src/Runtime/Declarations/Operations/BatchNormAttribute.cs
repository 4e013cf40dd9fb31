namespace Fusion;

/// <summary>Batch normalisation with the running statistics: (…, C) to (…, C). Parameters: <c>weight</c>, <c>bias</c>, <c>running_mean</c>,
/// <c>running_var</c>, each [C].</summary>
/// <remarks><c>(x − running_mean) / √(running_var + epsilon) · weight + bias</c>, channel by channel.</remarks>
/// <example>
/// <code>
/// [Conv(32, 3), BatchNorm(Epsilon = 1e-3), Relu]   Layer conv;
/// </code>
/// </example>
public sealed class BatchNormAttribute : OperationAttribute
{
    /// <summary>Added to the variance; 1e-5 where it is not given. A number or an expression string.</summary>
    public object? Epsilon { get; set; }
}
