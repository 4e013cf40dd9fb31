namespace Fusion;

/// <summary>x where it is greater than alpha, 0 elsewhere: (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [Conv(32, 3), ThresholdedRelu(Alpha = 0.5)]   Layer conv;
/// </code>
/// </example>
public sealed class ThresholdedReluAttribute : OperationAttribute
{
    /// <summary>The threshold; 1 where it is not given. A number or an expression string.</summary>
    public object? Alpha { get; set; }
}
