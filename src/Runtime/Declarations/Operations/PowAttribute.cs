namespace Fusion;

/// <summary>x to the power of a number: (…, C) to (…, C). Of x below 0 only whole powers are numbers.</summary>
/// <example>
/// <code>
/// // Generalised mean pooling: (mean of x^3)^(1/3).
/// [Clamp(Min = 1e-6), Pow(3), GlobalAveragePool, Pow("1.0 / 3")]   Layer pool;
/// </code>
/// </example>
/// <param name="exponent">The power. A number or an expression string.</param>
public sealed class PowAttribute(object exponent) : OperationAttribute
{
    /// <summary>The power. A number or an expression string.</summary>
    public object Exponent { get; } = exponent;
}
