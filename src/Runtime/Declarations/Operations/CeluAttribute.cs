namespace Fusion;

/// <summary>x where it is positive, alpha · (e^(x / alpha) − 1) elsewhere: (…, C) to (…, C). J. T. Barron, "Continuously
/// Differentiable Exponential Linear Units", 2017.</summary>
/// <example>
/// <code>
/// [Conv(32, 3), Celu(Alpha = 0.5)]   Layer conv;
/// </code>
/// </example>
public sealed class CeluAttribute : OperationAttribute
{
    /// <summary>The limit on the negative side, greater than 0; 1 where it is not given. A number or an expression string.</summary>
    public object? Alpha { get; set; }
}
